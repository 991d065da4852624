"""Jobs that only tests run."""

from goldenthread.foundation.jobs import job, progress

ran: list[object] = []


@job("Note its ids", idempotent=True)
def note(*ids: int | str) -> None:
    ran.append(ids)


@job("Work in steps")
def work(total: int) -> str:
    for done in range(total):
        progress(done + 1, total, "Reading rows")
    return "/bodies/4/"


@job("Fail once too often", idempotent=True)
def fail_gently(person: int) -> None:
    secret = "Somebody's secret"
    raise LookupError(secret)


@job("Fail for good")
def fail_hard(person: int) -> None:
    int(f"Somebody's secret {person}")


@job("Point elsewhere")
def point_elsewhere() -> str:
    return "https://example.org/"
