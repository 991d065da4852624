"""run.py by itself: what it says, and when it installs. The real installation is shown by .ci/run on a clean copy."""

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "run.py"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """run.py as a module, standing in an empty project in a folder with a space in its name."""
    project = tmp_path / "clean copy"
    (project / "requirements").mkdir(parents=True)
    for name in ("app", "dev", "uv"):
        (project / "requirements" / f"{name}.txt").write_text(f"# {name}\n", encoding="ascii")
    shutil.copy(SOURCE, project / "run.py")
    spec = importlib.util.spec_from_file_location("run", project / "run.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def commands(run, monkeypatch):
    """The commands run.py would have run to install; each succeeds unless its words are in ``refused``."""

    class Commands(list):
        refused = ""

        def take(self, command):
            self.append(" ".join(str(word) for word in command))
            code = 1 if self.refused and self.refused in self[-1] else 0
            if "venv" in command:
                run.PYTHON.parent.mkdir(parents=True, exist_ok=True)
                run.PYTHON.touch()
            return subprocess.CompletedProcess(command, code, stdout="what pip said\n")

    taken = Commands()
    monkeypatch.setattr(run, "quiet", taken.take)
    return taken


def start(*words, cwd=None):
    """Start the real run.py with ``words``."""
    return subprocess.run(
        [sys.executable, str(SOURCE), *words], cwd=cwd, capture_output=True, text=True, check=False, timeout=60
    )


def test_an_old_python_can_read_the_file():
    ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_it_needs_the_standard_library_alone():
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_alone_it_prints_its_usage_and_refuses():
    result = start()
    assert result.returncode == 2
    assert result.stdout == ""
    assert "run.py demo" in result.stderr


def test_help_is_an_answer():
    result = start("--help")
    assert result.returncode == 0
    assert "run.py demo" in result.stdout


def test_an_old_python_is_told_plainly(run, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 1))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; this is Python 3\.10") as refusal:
        run.main(["demo"])
    assert isinstance(refusal.value.code, str)


def test_a_python_without_its_venv_part_names_the_package(run, commands, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="apt install python3-venv"):
        run.install("app")


def test_a_first_start_installs_and_the_second_does_not(run, commands):
    assert not run.installed("app")
    run.install("app")
    assert any("pip install" in command and "requirements/uv.txt" in command for command in commands)
    assert "pip sync" in commands[-1]
    assert commands[-1].endswith("requirements/app.txt")
    assert run.installed("app")
    assert not run.installed("dev")


def test_what_the_tests_need_is_enough_for_the_demonstration(run, commands):
    run.install("dev")
    assert run.installed("dev")
    assert run.installed("app")


@pytest.mark.parametrize("changed", ["app", "dev"])
def test_a_changed_requirement_file_is_installed_anew(run, commands, changed):
    run.install("dev")
    (run.ROOT / "requirements" / f"{changed}.txt").write_text("# another\n", encoding="ascii")
    assert not run.installed("dev")


def test_an_interrupted_installation_begins_again_from_nothing(run, commands, monkeypatch):
    run.install("app")
    commands.clear()
    commands.refused = "requirements"
    with pytest.raises(SystemExit):
        run.install("app")
    assert not run.installed("app")
    commands.clear()
    commands.refused = ""
    run.install("app")
    assert "venv --clear" in commands[0]
    assert run.installed("app")


@pytest.mark.parametrize("refused", ["requirements/uv.txt", "pip sync"])
def test_without_uv_pip_installs_alone(run, commands, capsys, refused):
    commands.refused = refused
    run.install("app")
    assert "--require-hashes --no-deps -r requirements/app.txt" in commands[-1]
    assert run.installed("app")
    assert "with pip, which is slower" in capsys.readouterr().err


def test_a_failed_installation_shows_what_pip_said_and_standard_output_stays_clean(run, commands, capsys):
    commands.refused = "requirements"
    with pytest.raises(SystemExit, match="could not be installed"):
        run.install("app")
    printed = capsys.readouterr()
    assert "what pip said" in printed.err
    assert printed.out == ""


def test_two_starts_at_once_install_once(run, commands, monkeypatch):
    handed_over = []
    monkeypatch.setattr(run, "hand_over", handed_over.append)
    starts = [threading.Thread(target=run.main, args=(["version"],)) for _ in range(2)]
    for each in starts:
        each.start()
    for each in starts:
        each.join()
    assert len([command for command in commands if "pip sync" in command]) == 1
    assert handed_over == [["-P", "-m", "goldenthread", "version"]] * 2


def test_tests_run_in_a_temporary_home_without_the_settings_of_this_machine(run, monkeypatch):
    given = {}
    monkeypatch.setattr(run, "attend", lambda words, environment, cwd: given.update(environment, words=words) or 0)
    monkeypatch.setenv("GOLDENTHREAD_HOSTS", "goldenthread.example")
    monkeypatch.delenv("GOLDENTHREAD_HOME", raising=False)
    assert run.test(["-k", "clock"]) == 0
    assert "GOLDENTHREAD_HOSTS" not in given
    assert "goldenthread-test-" in given["GOLDENTHREAD_HOME"]
    assert not Path(given["GOLDENTHREAD_HOME"]).exists()
    assert given["words"] == ["-m", "pytest", "-n", "auto", "--dist", "worksteal", "-k", "clock"]
    run.test(["-n", "0"])
    assert given["words"] == ["-m", "pytest", "-n", "0"]


def test_the_exit_code_passes_through(run, monkeypatch):
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(run.signal, "signal", lambda *_: None)
    assert run.attend(["-c", "import sys; sys.exit(7)"], dict(os.environ)) == 7
