"""Pure rules of minutes: how decisions are numbered, and what names the public part must not hold."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

NAME_WITHHELD = "[name withheld]"
"""What stands in the public part for the name of somebody who holds no seat of the meeting."""

_TITLES = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Baroness|Lady|Cllr|Councillor|Rev|PC|DC|DS|DI|DCI)\.?"
_SHORTEST_WORD = 3


def decision_number(item: int | None, before: int, *, restricted: bool) -> str:
    """The number of a decision of item number ``item`` that has ``before`` others of its sort before it.

    ``3.1`` and ``3.2`` for open ones, ``3.R1`` for restricted ones: two runs, so that a decision has the same number
    for every reader and no gap tells of one that is not shown. Without the item's number where that is not told.
    """
    own = f"{'R' if restricted else ''}{before + 1}"
    return own if item is None else f"{item}.{own}"


def paragraphs(text: str) -> tuple[str, ...]:
    """The lines of a text that hold something; each is a paragraph."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def without_names(text: str, names: Mapping[str, str]) -> str:
    """``text`` with every full name of ``names`` replaced by what it maps to, with the title before it (Dr, Cllr).

    Names count as whole words, in any capitals, with any kind of blank or apostrophe. A name of one word is left to
    ``mentioned``: it may be an ordinary word.
    """
    composed = unicodedata.normalize("NFC", text)
    wanted = {_key(name): shown for name, shown in names.items() if len(name.split()) > 1}
    if not wanted:
        return composed
    every = "|".join(_pattern(name) for name in sorted(wanted, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{_TITLES}\s+)?({every})(?!\w)", re.IGNORECASE)
    return pattern.sub(lambda match: wanted[_key(match[1])], composed)


def mentioned(text: str, words: Iterable[str]) -> list[str]:
    """Those of ``words`` (a surname, the title of a paper) that stand in ``text`` as whole words, in order.

    Capitals count: *Reed* is a name and *reed* a plant. Very short words are passed over.
    """
    composed = unicodedata.normalize("NFC", text)
    return sorted(
        {
            word
            for word in words
            if len(word) >= _SHORTEST_WORD and re.search(rf"(?<!\w){_pattern(word)}(?!\w)", composed)
        }
    )


def surname(name: str) -> str:
    """The last word of a name."""
    return name.split()[-1] if name.split() else ""


def looks_like_a_name(text: str) -> bool:
    """Whether words somebody typed for a person are a name: two to four, each with a capital. *A member* is none."""
    words = text.split()
    return 2 <= len(words) <= 4 and words[0].lower() not in {"a", "an", "the"} and all(w[:1].isupper() for w in words)


def _key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).replace("’", "'").casefold().split())


def _pattern(name: str) -> str:
    parts = unicodedata.normalize("NFC", name).replace("’", "'").split()
    return r"\s+".join(re.escape(part).replace("'", "['’]") for part in parts)
