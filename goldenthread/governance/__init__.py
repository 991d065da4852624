"""How bodies meet: meetings, and who attended them.

It serves the promise that every partner comes (rules-in-the-sources R05, R06, R22, R113): who was
expected, who came, and whom the chair follows up. It must not know what a meeting talks about:
cases, reviews and plans belong to other apps.
"""
