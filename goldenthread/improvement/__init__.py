"""The golden thread: what the partnership means to change, why, and whether it did.

Evidence (a review, an audit, a challenge, a report from elsewhere) gives findings; a finding gives actions, each owned
by agencies that attest separately; an action is closed on evidence, and its impact is checked later against a measure
(rules-in-the-sources R30 to R32, R56, R69 to R71, R127). It must not know meetings, nor how any one kind of
evidence is made: governance picks up what is tabled, and the apps above extend evidence by their own nouns.
"""
