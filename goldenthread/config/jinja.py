"""The Jinja2 environment every page is drawn with."""

from typing import Any

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader, select_autoescape

from goldenthread.foundation import rendering


def environment(**options: Any) -> Environment:
    """Jinja2 with the GOV.UK macros, and foundation's filters and globals."""
    options["undefined"] = ChainableUndefined  # the GOV.UK macros read optional parameters this way
    options["autoescape"] = select_autoescape(disabled_extensions=("txt",), default=True)
    env = Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 (autoescape is in options)
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    env.loader = ChoiceLoader([options["loader"], govuk])
    rendering.install(env)
    return env
