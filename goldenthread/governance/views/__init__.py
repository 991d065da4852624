"""The pages of governance."""

from goldenthread.partnership.circulation import Circulation

MARKING = Circulation.BODY.marking
"""Every page about attendance carries the marking of what circulates within the body."""
