"""The nouns of the register, one file each."""

from goldenthread.partnership.models.agency import Agency, AgencySuccession, Area, Sector
from goldenthread.partnership.models.body import Body
from goldenthread.partnership.models.partnership import Partnership
from goldenthread.partnership.models.person import Delegation, Invitation, Person
from goldenthread.partnership.models.seat import Appointment, Seat

__all__ = [
    "Agency",
    "AgencySuccession",
    "Appointment",
    "Area",
    "Body",
    "Delegation",
    "Invitation",
    "Partnership",
    "Person",
    "Seat",
    "Sector",
]
