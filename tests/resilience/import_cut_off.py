"""Kill an import in the middle: all of the file or none of it is there, and loading it again works.

python -m tests.resilience.import_cut_off
"""

import csv
import json
from pathlib import Path

from tests.resilience.program import KILLED, Program, program

ROWS = 600


def write(path: Path) -> None:
    """A file of many agencies."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["agency_id", "name", "abbreviation", "sector", "membership_kind", "areas", "valid_from"])
        for number in range(1, ROWS + 1):
            lines.writerow([f"X{number}", f"Service {number}", f"S{number}", "voluntary", "core", "NOR", "2024-04-01"])


def main() -> None:
    """Kill the import at its first row, half way, at its last row and just before it is confirmed."""
    with program() as installation:
        from goldenthread.foundation.models import TrailEntry
        from goldenthread.partnership.models import Agency, Area

        Area.objects.create(code="NOR", name="Northmere")
        file = installation.home / "agencies.csv"
        write(file)
        entries = installation.verify_clean()
        for place, times in (
            ("goldenthread.foundation.trail:record", 1),
            ("goldenthread.foundation.trail:record", ROWS // 2),
            ("goldenthread.foundation.trail:record", ROWS + 1),
            ("django.db.transaction:Atomic.__exit__", ROWS),
        ):
            cut = installation.run("import", "agencies", str(file), "--json", cut_off=(place, times))
            assert cut.returncode == KILLED, f"{place} was not called {times} times: {cut.stderr or cut.stdout}"
            assert Agency.objects.count() == 0, "Half a file was loaded."
            assert TrailEntry.objects.count() == entries
        loads(installation, file, loaded=ROWS, unchanged=0)
        assert Agency.objects.count() == ROWS
        loads(installation, file, loaded=0, unchanged=ROWS)
        assert Agency.objects.count() == ROWS
        added = installation.verify_clean() - entries
        assert added == ROWS + 1, f"{added} entries for {ROWS} agencies and one import"
    print(f"Killed at four places in an import of {ROWS} rows: nothing was left, and loading again loaded all of it.")


def loads(installation: Program, file: Path, *, loaded: int, unchanged: int) -> None:
    """The import ends well, with these counts."""
    result = json.loads(installation.must("import", "agencies", str(file), "--json"))
    assert (result["loaded"], result["unchanged"]) == (loaded, unchanged), result


if __name__ == "__main__":
    main()
