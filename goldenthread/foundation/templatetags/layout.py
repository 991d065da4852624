"""The bridge from the sign-in pages, which are Django templates, to our layout."""

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
    # Our engine has escaped it already, but does not tell the other.
    return mark_safe(render_to_string("foundation/sign_in/page.jinja", inside, context["request"], using="jinja2"))
