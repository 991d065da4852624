"""Change the trail behind the program's back: ``trail verify`` names exactly what was changed.

python -m tests.resilience.trail_behind_its_back
"""

from tests.resilience.program import program


def main() -> None:
    """Alter one entry, then remove another."""
    with program() as installation:
        from django.db import connection

        from goldenthread.foundation import triggers
        from goldenthread.foundation.models import TrailEntry
        from tests import cast

        cast.universe()
        entries = installation.verify_clean()
        altered, removed = TrailEntry.objects.values_list("pk", flat=True).order_by("pk")[20:22]

        triggers.remove(connection)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE foundation_trailentry SET verb = 'seat.never' WHERE id = %s", [altered])
        triggers.install(connection)
        faults = installation.verify()["faults"]
        assert [(fault["kind"], fault["entry"]) for fault in faults] == [("altered", altered)], faults

        triggers.remove(connection)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM foundation_trailentry WHERE id = %s", [removed])
        triggers.install(connection)
        faults = installation.verify()["faults"]
        assert [(fault["kind"], fault["entry"]) for fault in faults] == [("altered", altered), ("missing", removed)]
    print(f"{entries} entries verified; the one altered and the one removed were both found, and nothing else.")


if __name__ == "__main__":
    main()
