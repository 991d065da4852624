"""The demonstration: a real partnership's published facts, and invented people. Never installed in production.

``facts/`` holds files as they were found, ``data/`` our own. All are loaded through the importers and the domain's
verbs. It must not be known to any other app.
"""
