"""Records: what can hang on any record of an app above: documents, clocks, jobs' progress, import runs, search rows.

It serves every duty that asks for something to be kept and shown on request. Who may see a document follows
from the body that holds it and from its circulation; who may see a clock, from the record it runs for.
It must not know meetings, actions or cases.
"""
