"""Signing in, with django-allauth: what it asks for (``forms``), what it may do and what is told and recorded of it
(``adapters``), which of its pages are open (``urls``), and when a session ends (``middleware``).

Its pages are Django templates in ``templates/``, drawn through one bridge in our layout with our components.
"""
