"""The locks install the same files everywhere, from whichever index somebody uses."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements-build.txt", "requirements.txt", "requirements-dev.txt")


def _pins(lock: str) -> dict[str, str]:
    """Every line of a lock by name and marker, with its version."""
    lines = re.findall(r"(?m)^([\w.-]+)==(\S+)(?: ; ([^\\\n]+))?", (ROOT / lock).read_text())
    return {f"{name} {marker.strip()}".strip(): version for name, version, marker in lines}


@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize("address", ["http", "--extra-index-url", "--find-links", "file:", "@"])
def test_a_lock_holds_no_address(lock: str, address: str) -> None:
    assert address not in (ROOT / lock).read_text()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_a_version_and_hashes(lock: str) -> None:
    entries = re.split(r"(?m)^(?=[^\s#])", (ROOT / lock).read_text())[1:]

    assert entries
    for entry in entries:
        assert re.match(r"[\w.-]+==\S", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_developing_uses_the_versions_that_run() -> None:
    assert _pins("requirements.txt").items() <= _pins("requirements-dev.txt").items()
