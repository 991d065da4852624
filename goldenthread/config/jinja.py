"""The Jinja2 environment every page is drawn with."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, select_autoescape


def environment(**options: Any) -> Environment:
    """Jinja2 with the GOV.UK macros, addresses by name, and our filters."""
    options["undefined"] = ChainableUndefined  # the GOV.UK macros read optional parameters this way
    options["autoescape"] = select_autoescape(disabled_extensions=("txt",), default=True)
    env = Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 (autoescape is in options)
    env.loader = ChoiceLoader([options["loader"], PackageLoader("govuk_frontend_jinja")])
    env.globals.update(static=static, url=reverse)
    return env
