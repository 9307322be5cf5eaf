"""Measure what is named, or everything: `python -m bench [--quick] [--into FILE] [NAME …]`."""

import argparse
from importlib import import_module
from pathlib import Path

from bench.figures import Figure, table, write

SUBJECTS = (
    *("analyst", "cluster", "coverage", "families", "fold", "formers"),
    *("measure", "moments", "query", "respond"),
)


def main() -> None:
    """Measure, print a table and write the figures."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*SUBJECTS, []], metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="once, on little: to see that it runs")
    parser.add_argument("--into", type=Path, default=Path("build/bench.json"), metavar="FILE")
    asked = parser.parse_args()
    found: list[Figure] = []
    for name in asked.names or SUBJECTS:
        found += import_module(f"bench.{name}").figures(quick=asked.quick)
    write(found, asked.into)
    print(table(found))


if __name__ == "__main__":
    main()
