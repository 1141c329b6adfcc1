"""`python -m benchmarks`: everything, on the committed sample, from the project's folder."""

import tempfile
from pathlib import Path

from benchmarks import exports, loading, pages, starting, tiers
from benchmarks.timing import ROUNDS, Result


def main() -> None:
    print(f"Medians of {ROUNDS} interleaved rounds. Compare ratios; times depend on the machine.\n")
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Path(folder)
        loading.load(warehouse)
        show(loading.results())
        show(tiers.results(warehouse))
        show(starting.results(warehouse))
        show(pages.results(warehouse))
    print(exports.memory(), flush=True)
    show(exports.results())


def show(results: list[Result]) -> None:
    for result in results:
        print(result.line(), flush=True)


if __name__ == "__main__":
    main()
