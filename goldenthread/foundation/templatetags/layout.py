"""The bridge from the sign-in pages, which are Django templates, to our layout; and what they need drawn."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def page(context: template.Context, title: str, content: str, scripts: str) -> SafeString:
    """The page of ``title`` whose inside is ``content``, in our layout. The errors of its forms stand at its top."""
    forms = [context.get("form"), context.get("webauthn_form")]
    faulty = next((form for form in forms if form is not None and form.errors), None)
    inside = {"page_title": title, "content": content, "scripts": scripts, "form": faulty}
    drawn = render_to_string("foundation/sign_in/page.jinja", inside, context["request"], using="jinja2")
    return mark_safe(drawn)  # noqa: S308 (our engine has escaped it, but does not tell the other)


@register.filter
def fours(key: str) -> str:
    """``key`` in groups of four, easier to copy by hand."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
