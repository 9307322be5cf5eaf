"""Recompute every reference result of a folder: `python -m tests.reference DIRECTORY`."""

import sys
from collections import Counter
from pathlib import Path

import click

from tests.reference.cases import Result, differences, read_results


@click.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(directory: Path) -> None:
    """Recompute every result of the case files in DIRECTORY; exit 1 when any differs."""
    results = read_results(directory)
    if not results:
        message = f"there are no results in {directory}"
        raise click.UsageError(message)
    differing = sum(_report(result) for result in results if result.is_known)
    unknown = Counter(result.quantity for result in results if not result.is_known)
    for quantity, number in sorted(unknown.items()):
        click.echo(f"not known yet: {quantity} ({number})")
    differing += unknown.total()
    click.echo(f"{differing} of {len(results)} differ")
    sys.exit(int(differing > 0))


def _report(result: Result) -> bool:
    """Print where a result differs and say whether it does."""
    found = differences(result)
    for each in found:
        click.echo(f"{result.id}\t{each.field}\texpected {each.expected}\tgot {each.got}")
    return bool(found)


if __name__ == "__main__":
    main(prog_name="python -m tests.reference")
