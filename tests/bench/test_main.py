import json
import subprocess
import sys
from pathlib import Path


def test_figures_are_written_with_their_targets(tmp_path: Path) -> None:
    into = tmp_path / "build" / "bench.json"

    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--into", str(into), "measure"],
        check=True,
        capture_output=True,
        text=True,
    )

    (figure,) = json.loads(into.read_text("utf-8"))
    assert figure.keys() == {"name", "value", "unit", "target", "holds"}
    assert figure["name"] == "measure.vs_numpy_pass"
    assert figure["value"] > 0
    assert figure["holds"] is (figure["value"] <= figure["target"])
    assert figure["name"] in done.stdout


def test_an_unknown_subject_is_refused(tmp_path: Path) -> None:
    into = tmp_path / "bench.json"

    done = subprocess.run(
        [sys.executable, "-m", "bench", "--into", str(into), "mesure"],
        check=False,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 2
    assert not into.exists()
