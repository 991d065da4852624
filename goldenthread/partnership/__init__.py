"""Who we are and who may: areas, agencies, partnerships, bodies, seats, people and their scope.

It serves the duty to publish and keep to the arrangements (Children Act 2004 section 16E, as amended):
who the safeguarding partners are, which bodies there are and who sits on them. It must not know
what any body does: meetings, reviews and plans belong to the apps above.
"""
