"""Everything the project checks: what `python run.py test` runs, with what follows it given to pytest."""

import subprocess
import sys

from tests.helpers import programs
from tests.helpers.running import ROOT

CHECKS = ("ruff check .", "ruff format --check .", "mypy", "pytest")


def main(pytest_arguments: list[str]) -> int:
    """Runs every check even when an early one fails, so that one run tells everything. 0 when none failed, else 1."""
    programs.get_all()
    failed = []
    for check in CHECKS:
        print(f"\n{check}", flush=True)
        command = [sys.executable, "-m", *check.split(), *(pytest_arguments if check == "pytest" else [])]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(check)
    print(f"\nFailed: {'; '.join(failed)}." if failed else "\nAll checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
