"""Records: what can hang on any record of an app above: documents, jobs' progress, import runs.

It serves every duty that asks for something to be kept and shown on request. Who may see a document follows
from the body that holds it and from its circulation. It must not know meetings, actions or cases.
"""
