"""Every step of running and developing Spiegelbeeld, with nothing but Python's own library.

    python3 dev.py COMMAND [ARGUMENT …]

The Makefile calls this file. The environment `.venv` is set up from the hash-locked files once,
and again only when a lock changes: a stamp in it is named after what it was made from.
"""

import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
TRANSLATIONS = ROOT / "app" / "translations"
TEMPLATE = ROOT / "build" / "messages.pot"
CHECKED = ("app", "surveys", "migrations", "tests", "bench", "dev.py", "setup.py")
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
BROWSER = ("chromium-headless-shell", "fonts-dejavu-core", "fonts-liberation")
"""Debian's packages of what the browser tests drive, and of what it writes with."""

BUILD_LOCK = "requirements-build.txt"
RUN_LOCK = "requirements.txt"
DEV_LOCK = "requirements-dev.txt"
INSTALL = (
    *("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-virtualenv"),
    *("--no-build-isolation", "--use-pep517"),
)
LOCKED = ("--require-hashes", "--only-binary=:all:", "--no-binary=flask-principal")
COMPILE = (
    *("pip", "compile", "--quiet", "--no-config", "--universal", "--python-version=3.11"),
    *("--generate-hashes", "--no-header", "--no-annotate"),
)


def main(arguments: list[str]) -> None:
    """Carry out one command."""
    name, *rest = arguments or ["help"]
    command = COMMANDS.get(name)
    if command is None:
        _stop("\n".join(f"{name:8} {what.__doc__}" for name, what in COMMANDS.items()))
    os.chdir(ROOT)
    command(*rest)


def setup() -> None:
    """Set up `.venv` with all that developing needs."""
    _install(DEV_LOCK)
    _compile_translations()


def run(*arguments: str) -> None:
    """Serve on this machine, with the demo on the first start."""
    _serve("--demo", *arguments)


def serve(*arguments: str) -> None:
    """Serve as set by the environment, without a demo."""
    _serve(*arguments)


def check() -> None:
    """Check form, types, layers and templates."""
    setup()
    paths = [path for path in CHECKED if (ROOT / path).exists()]
    _run("ruff", "format", "--check", *paths)
    _run("ruff", "check", *paths)
    _run("mypy")
    _run("mypy", "dev.py")
    _run("lint-imports")
    _run("djlint", "--check", "--lint", "--quiet", "app")


def test(*arguments: str) -> None:
    """Check, then test all; or test only the paths that are given."""
    _set_up_chromium()
    if not arguments:
        check()
    setup()
    # as many workers as processors are enough: threads beside them only stand in their way
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _run("python", "-m", "pytest", "--numprocesses=logical", *arguments)


def format_all() -> None:
    """Bring code and templates into form."""
    setup()
    paths = [path for path in CHECKED if (ROOT / path).exists()]
    _run("ruff", "format", *paths)
    _run("ruff", "check", "--fix", *paths)
    _run("djlint", "--reformat", "--quiet", "app", may_fail=True)  # 1 says: changed something


def bench(*arguments: str) -> None:
    """Measure speed against what it stands beside; figures go to build/bench.json."""
    setup()
    _run("python", "-m", "bench", *arguments)


def lock(*arguments: str) -> None:
    """Make the locks anew, from the public index alone and with no address in them."""
    setup()
    _run("uv", *COMPILE, *arguments, "--group=build", "-o", BUILD_LOCK)
    _run("uv", *COMPILE, *arguments, "pyproject.toml", "-o", RUN_LOCK)
    _run(
        "uv", *COMPILE, *arguments, "-c", RUN_LOCK, "--extra=dev", "pyproject.toml", "-o", DEV_LOCK
    )


def texts() -> None:
    """Bring new texts into the catalogues, for translating."""
    setup()
    extract_texts(TEMPLATE)
    _run(
        *("pybabel", "--quiet", "update", "--no-fuzzy-matching", "--no-wrap"),
        *("--ignore-obsolete", "-i", str(TEMPLATE), "-d", str(TRANSLATIONS)),
    )


def extract_texts(template: Path) -> None:
    """Write all texts that are marked in code and templates to a catalogue to be translated."""
    template.parent.mkdir(parents=True, exist_ok=True)
    _run(
        *("pybabel", "--quiet", "extract", "-F", "babel.cfg", "-k", "_l", "-k", "lazy_gettext"),
        *("--no-location", "--sort-output", "--no-wrap", "--omit-header", "-o", str(template), "."),
    )


COMMANDS: dict[str, Callable[..., None]] = {
    "run": run,
    "test": test,
    "check": check,
    "format": format_all,
    "bench": bench,
    "serve": serve,
    "texts": texts,
    "lock": lock,
    "setup": setup,
}


def _serve(*arguments: str) -> None:
    """Become the server."""
    if not _is_installed(DEV_LOCK):
        _install(RUN_LOCK)
    _compile_translations()
    program = BIN / "spiegelbeeld"
    os.execv(program, [str(program), "serve", *arguments])


def _install(lock_file: str) -> None:
    """Bring `.venv` to what a lock says, unless it is there."""
    if _is_installed(lock_file):
        return
    if importlib.util.find_spec("ensurepip") is None:
        _stop("This Python has no venv. On Debian and Ubuntu: apt install python3-venv")
    print(f"Setting up .venv from {lock_file}; this takes about a minute, once …", flush=True)
    python = BIN / "python"
    if not _answers(python):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    for stamp in VENV.glob(".installed-*"):
        stamp.unlink()
    for locked in (BUILD_LOCK, lock_file):
        subprocess.run([python, *INSTALL, *LOCKED, "-r", locked], check=True)
    subprocess.run([python, *INSTALL, "--no-deps", "--editable", "."], check=True)
    _stamp(lock_file).touch()


def _is_installed(lock_file: str) -> bool:
    return _stamp(lock_file).exists()


def _stamp(lock_file: str) -> Path:
    """Name what an environment is made from: the locks, the project's settings, this Python."""
    made_from = hashlib.sha256(f"{ROOT} {platform.python_version()}".encode())
    for name in (BUILD_LOCK, lock_file, "pyproject.toml"):
        made_from.update((ROOT / name).read_bytes())
    return VENV / f".installed-{made_from.hexdigest()[:16]}"


def _answers(python: Path) -> bool:
    """Whether an environment is there and of this Python."""
    probe = [str(python), "-c", "import platform, pip; print(platform.python_version())"]
    try:
        said = subprocess.run(probe, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    return said.strip() == platform.python_version()


def _compile_translations() -> None:
    """Make the catalogues that are read (.mo) from those that are written (.po), where newer."""
    for written in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        read = written.with_suffix(".mo")
        if not read.exists() or read.stat().st_mtime < written.stat().st_mtime:
            _run("pybabel", "--quiet", "compile", "-i", str(written), "-o", str(read))


def _set_up_chromium() -> None:
    """Install the browser of the browser tests where it is missing and this may be done."""
    if any(map(shutil.which, CHROMIUM)):
        return
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        print("No Chromium here, so the browser tests are skipped. To have them:")
        print(f"    apt install --no-install-recommends {' '.join(BROWSER)}")
        return
    options = ["--yes", "--quiet", "--no-install-recommends"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", *options, *BROWSER]):
        if subprocess.run([apt, *step], env=environment, check=False).returncode:
            print("Chromium could not be installed: the browser tests are skipped.")
            break


def _run(program: str, *arguments: str, may_fail: bool = False) -> None:
    """Run a program of the environment; stop with its status when it fails."""
    print(f"· {program} {' '.join(arguments)}", file=sys.stderr, flush=True)
    done = subprocess.run([BIN / program, *arguments], check=False)
    if done.returncode and not may_fail:
        raise SystemExit(done.returncode)


def _stop(message: str) -> NoReturn:
    raise SystemExit(message)


if __name__ == "__main__":
    main(sys.argv[1:])
