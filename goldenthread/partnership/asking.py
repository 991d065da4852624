"""Who asks on the command line: the operator, or the person whose e-mail address is given with ``--as``."""

from django.utils import timezone

from goldenthread.partnership.errors import NotPossible
from goldenthread.partnership.models import Person
from goldenthread.partnership.scope import Scope


def scope_of(email: str | None) -> Scope:
    """The scope today of the person with this e-mail address; without one, of the operator. Raises NotPossible."""
    today = timezone.localdate()
    if not email:
        return Scope.operator(today=today)
    person = Person.objects.filter(email=email.lower()).first()
    if person is None:
        raise NotPossible(f"Nobody has the e-mail address {email}.")
    return Scope.of(person, today=today)
