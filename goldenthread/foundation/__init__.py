"""Foundation: what every app stands on and no app owns. It serves no duty by itself.

Trail, jobs, messages, security headers, health, charts and PDF, figures and import registries,
forms and layouts. It knows no word of the domain, refers to people only through the user model,
and has no view that needs a permission.
"""
