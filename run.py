"""Start Goldenthread from a bare copy: nothing but Python is needed, and this file uses its standard library alone.

It keeps ``.venv`` equal to the pinned requirements, then hands over. What it does is said on standard error;
standard output belongs to the word that runs.
"""

import contextlib
import hashlib
import importlib.util
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

USAGE = """\
python3 run.py demo                 start the demonstration on this machine
python3 run.py test [OPTION ...]    run the tests (options go to pytest)
python3 run.py WORD [OPTION ...]    any other goldenthread command; `python3 run.py help` lists them
"""
OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "requirements.stamp"
LOCK = ROOT / ".venv.lock"
WINDOWS = os.name == "nt"
PROGRAMS = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = PROGRAMS / ("python.exe" if WINDOWS else "python")
UNFINISHED = "unfinished"
CHOSEN = {"-n", "--numprocesses", "--pdb", "--trace", "--collect-only", "--co"}  # one process, or as many as asked for


def main(words):
    """Carry out the command line ``words``; return the exit code."""
    if words[:1] in (["-h"], ["--help"]):
        print(USAGE, end="")
        return 0
    if not words:
        print(USAGE, end="", file=sys.stderr)
        return 2
    if sys.version_info < OLDEST:
        sys.exit(
            "Goldenthread needs Python 3.11 or newer; this is Python {}.{} ({}). "
            "Start it with a newer one, for example: python3.11 run.py {}".format(
                sys.version_info[0], sys.version_info[1], sys.executable, " ".join(words)
            )
        )
    wanted = "dev" if words[0] == "test" else "app"
    if not installed(wanted):
        with lock():
            if not installed(wanted):  # another run may have done it meanwhile
                install(wanted)
    return test(words[1:]) if words[0] == "test" else hand_over(["-P", "-m", "goldenthread", *words])


def installed(wanted):
    """Whether ``.venv`` holds the requirement set ``wanted`` ("app" or "dev") as the files have it now."""
    try:
        return stamp_of(wanted) in STAMP.read_text(encoding="ascii").split()
    except FileNotFoundError:
        return False


def stamp_of(wanted):
    """The mark of one requirement set, in this place, for the interpreter ``.venv`` stands on."""
    files = [ROOT / "requirements" / "{}.txt".format(name) for name in {"app": ["app"], "dev": ["app", "dev"]}[wanted]]
    digest = hashlib.sha256("{}\n{}\n".format(VENV, os.path.realpath(str(PYTHON))).encode("utf-8", "surrogateescape"))
    for file in files:
        digest.update(file.read_bytes())
    return "{}:{}".format(wanted, digest.hexdigest())


def install(wanted):
    """Make ``.venv`` hold exactly the requirement set ``wanted``. A half-made one is thrown away first."""
    if not usable():
        make_venv()
    STAMP.write_text(UNFINISHED, encoding="ascii")
    requirements = "requirements/{}.txt".format(wanted)
    pip = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--no-user",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    say("Fetching uv, the installer")
    done = quiet([*pip, "--only-binary", ":all:", "-r", "requirements/uv.txt"]).returncode == 0
    if done:
        say("Installing the packages of {}".format(requirements))
        uv = PROGRAMS / ("uv.exe" if WINDOWS else "uv")
        done = quiet([str(uv), "pip", "sync", "--quiet", "--python", str(PYTHON), requirements]).returncode == 0
    if not done:
        say("uv cannot be used here; installing the packages of {} with pip, which is slower".format(requirements))
        result = quiet([*pip, "--no-deps", "-r", requirements])
        if result.returncode:
            sys.stderr.write(result.stdout)
            sys.exit("The packages could not be installed: see above. Run this again when that is mended.")
    sets = ["app", "dev"] if wanted == "dev" else ["app"]
    STAMP.write_text("\n".join(stamp_of(name) for name in sets), encoding="ascii")


def usable():
    """Whether there is a ``.venv`` that was not left half-made, with a Python that starts and has pip."""
    if not PYTHON.exists() or (STAMP.exists() and STAMP.read_text(encoding="ascii") == UNFINISHED):
        return False
    program = "import sys, pip; sys.exit(sys.version_info < {!r})".format(OLDEST)
    try:
        return quiet([str(PYTHON), "-c", program]).returncode == 0
    except OSError:
        return False


def make_venv():
    """Make an empty ``.venv``."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        sys.exit(
            "This Python came without its venv part. Install it (Debian and Ubuntu: sudo apt install python3-venv), "
            "then run this again."
        )
    say("Making .venv with Python {}.{}".format(*sys.version_info[:2]))
    result = quiet([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if result.returncode:
        sys.stderr.write(result.stdout)
        sys.exit("The folder .venv could not be made: see above.")


def test(options):
    """Run the tests, several at once, in a temporary home; return the exit code.

    Settings of this machine's own installation do not reach them, DATABASE_URL and GOLDENTHREAD_HOME apart.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GOLDENTHREAD_")}
    at_once = [] if CHOSEN & {option.split("=")[0] for option in options} else ["-n", "auto", "--dist", "worksteal"]
    with tempfile.TemporaryDirectory(prefix="goldenthread-test-") as temporary:
        environment["GOLDENTHREAD_HOME"] = os.environ.get("GOLDENTHREAD_HOME") or temporary
        return attend(["-m", "pytest", *at_once, *options], environment, cwd=str(ROOT))


def hand_over(arguments):
    """Become the Python of ``.venv`` with these arguments, in the caller's folder."""
    if WINDOWS:  # there, exec would give the prompt back before the program ends
        return attend(arguments, dict(os.environ))
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(str(PYTHON), [str(PYTHON), *arguments], child_environment(os.environ))


def attend(arguments, environment, cwd=None):
    """Run the Python of ``.venv`` beside this process; return its exit code. Signals reach it, not us."""
    process = subprocess.Popen([str(PYTHON), *arguments], env=child_environment(environment), cwd=cwd)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the child by itself
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    code = process.wait()
    return code if code >= 0 else 128 - code


def child_environment(environment):
    """The environment the program runs in: ours, and the program itself can be found from any folder."""
    left_out = {"PYTHONHOME", "__PYVENV_LAUNCHER__"}
    return {**{name: value for name, value in environment.items() if name not in left_out}, "PYTHONPATH": str(ROOT)}


def quiet(command):
    """Run an installer in the project's folder, keeping what it prints in ``stdout`` of the result."""
    return subprocess.run(
        command,
        cwd=str(ROOT),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=child_environment(os.environ),
        check=False,
    )


def say(sentence):
    """One line of what is being done."""
    print(sentence, file=sys.stderr, flush=True)


@contextlib.contextmanager
def lock():
    """Hold the one lock on ``.venv``; wait for whoever has it. A process that dies lets go of it."""
    with LOCK.open("a+b") as file:
        if WINDOWS:
            import msvcrt

            def take(wait):
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            def take(wait):
                fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)

        try:
            take(wait=False)
        except OSError:
            say("Waiting for another start to finish installing")
            while True:
                with contextlib.suppress(OSError):  # on Windows waiting ends after ten seconds
                    take(wait=True)
                    break
        yield


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
