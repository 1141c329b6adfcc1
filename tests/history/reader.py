"""A reader that asks all the time, in a process of its own: `python -m tests.history.reader FOLDER STOP_FILE`.

Writes how often it asked and the numbers of officers it saw. Ends at the first answer that fails.
"""

import os
import sys
from datetime import date
from pathlib import Path

from pipelines.loading.publish import current
from pipelines.querying.questions import QUESTIONS, ask
from pipelines.querying.warehouse import Warehouse

FAR = date(2079, 1, 1)


def main(folder: Path, stop: Path) -> None:
    asked, seen, starter = 0, set(), os.getppid()
    while not stop.exists() and os.getppid() == starter:
        build = current(folder)
        assert build is not None
        warehouse = Warehouse.open(build)
        fresh = ask(QUESTIONS["data_freshness"], warehouse, as_of=FAR, known_on=FAR)
        loads = ask(QUESTIONS["loads"], warehouse, as_of=FAR, known_on=FAR)
        warehouse.con.close()
        [rows] = fresh.loc[fresh["source"] == "officers", "rows_known"]
        assert rows == loads["kept_count"].iloc[0], "half of a load was seen"
        asked += 1
        seen.add(int(rows))
    sys.stdout.write(" ".join(map(str, (asked, *sorted(seen)))))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
