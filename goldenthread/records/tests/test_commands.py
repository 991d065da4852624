"""``goldenthread import`` and ``goldenthread export``."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from goldenthread.partnership.models import Seat
from goldenthread.partnership.roles import SeatRole
from goldenthread.records.tests.factories import somebody


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "seats.csv"
    path.write_text("title,role\nPolice,core\nHealth,boss\n", encoding="utf-8")
    return path


def ran(*words: object) -> str:
    out = StringIO()
    call_command(*map(str, words), stdout=out)
    return out.getvalue()


def test_faults_are_printed_and_the_exit_code_says_refused(board, file, capsys):
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import", "seats", str(file), "--body", board.name, "--json", stdout=out)
    assert ended.value.code == 1
    found = json.loads(out.getvalue())
    assert (found["kind"], found["file"], found["read"], found["loaded"], found["ok"]) == (
        "seats",
        "seats.csv",
        2,
        0,
        False,
    )
    assert [(fault["row"], fault["column"], fault["value"]) for fault in found["refused"]] == [(3, "role", "boss")]
    assert not Seat.objects.filter(title="Police").exists()


def test_a_dry_run_in_words_then_the_load(board, file):
    file.write_text("title,role\nPolice,core\n", encoding="utf-8")
    said = ran("import", "seats", file, "--body", board.name, "--dry-run")
    assert "1 rows read, 1 new" in said
    assert "Row 2: new Police" in said
    assert "A dry run: nothing was changed." in said
    assert not Seat.objects.filter(title="Police").exists()
    assert json.loads(ran("import", "seats", file, "--body", board.name, "--json"))["loaded"] == 1
    assert Seat.objects.filter(title="Police").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nothing", "FILE"), "There is no import kind nothing. There are: agencies"),
        (("people", "FILE", "--body", "Board"), "People takes no body."),
        (("seats", "FILE", "--body", "Nowhere"), "There is no body called Nowhere."),
        (("seats", "missing.csv"), "missing.csv cannot be read: No such file or directory."),
    ],
)
def test_a_wrong_command_has_exit_code_2(board, file, words, sentence):
    with pytest.raises(CommandError) as refused:
        ran("import", *(str(file) if word == "FILE" else word for word in words))
    assert refused.value.returncode == 2
    assert str(refused.value).startswith(sentence)


def test_what_is_exported_is_imported_unchanged(board, manager, tmp_path):
    for kind in ("bodies", "people", "seats", "appointments"):
        for form in ("csv", "xlsx"):
            out = tmp_path / f"{kind}.{form}"
            ran("export", kind, "--format", form, "--out", out)
            found = json.loads(ran("import", kind, out, "--json"))
            assert found["unchanged"] == found["read"] > 0
    assert not list(tmp_path.glob("*.part"))


def test_an_export_as_somebody(board, manager, tmp_path):
    member = somebody(board, SeatRole.CORE, "Member")
    ran("export", "bodies", "--as", manager.email, "--out", tmp_path / "bodies.csv")
    with pytest.raises(CommandError, match="may not export") as refused:
        ran("export", "bodies", "--as", member.email, "--out", tmp_path / "none.csv")
    assert refused.value.returncode == 1
    assert not (tmp_path / "none.csv").exists()
    with pytest.raises(CommandError, match="Nobody has the e-mail address") as refused:
        ran("export", "bodies", "--as", "nobody@example.org")
    assert refused.value.returncode == 2
