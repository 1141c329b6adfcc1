"""Files damaged at random: each is loaded or refused with a sentence, whatever is wrong with it.

CARE_FUZZ sets how many; the machine that is to hold against ten thousand is given that number.
"""

import io
import json
import os
import random
import resource
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.loading.load import Asked, Incoming, load_all
from pipelines.reading.headings import Spellings
from tests.helpers.loading import DAY, RULES, empty_warehouse
from tests.reading.books import WRITERS, Percent, Zeros, csv_of

CASES = int(os.environ.get("CARE_FUZZ", "300"))
MOST_MEMORY = 2 << 30
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
HEAD = ["officer_id", "display_name", "role", "team", "body", "hours_per_month"]
ROWS = [HEAD, *([Zeros(n, 4), f"Officer {n}", "Lead", Percent(n / 8), "Council", n * 1.5] for n in range(9))]
PIECES = (
    b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\x7f\0\0", b"\0\0\0\x80", b"99999999", b'""""', b"\n\n\n\n", b"1048576",
    b"XFD1048576", b"-1", b'"', b"<", b"&", b"\x1e", b"\x1f", b"\r", b"\xe9", b"=", b"1e999",
)  # fmt: skip


def damaged(content: bytes, rng: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        if not found:
            break
        place = rng.randrange(len(found))
        match rng.randrange(7):
            case 0:
                found[place] = rng.randrange(256)
            case 1:
                found[place] ^= 1 << rng.randrange(8)
            case 2:
                del found[place : place + rng.randrange(1, 50)]
            case 3:
                start = rng.randrange(len(found))
                found[place:place] = found[start : start + rng.randrange(1, 200)]
            case 4:
                del found[place:]
            case 5:
                piece = rng.choice(PIECES)
                found[place : place + len(piece)] = piece
            case 6:
                found[place:place] = rng.choice(PIECES)
    return bytes(found)


def damaged_within(content: bytes, rng: random.Random) -> bytes:
    """The archive whole again around one part that is damaged: what its checksum would find is not found."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        names = archive.namelist()
        chosen = rng.choice(names)
        for name in names:
            part = archive.read(name)
            again.writestr(name, damaged(part, rng) if name == chosen else part)
    return out.getvalue()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One good file of each kind."""
    folder = tmp_path_factory.mktemp("whole")
    text = csv_of(ROWS)
    found = {"table.csv": text.encode(), "wide.csv": text.encode("utf-16")}
    for kind, write in WRITERS.items():
        write(folder / f"book.{kind}", ROWS)
        found[f"book.{kind}"] = (folder / f"book.{kind}").read_bytes()
    for packing in PACKINGS:
        with zipfile.ZipFile(folder / "packed.zip", "w", packing) as archive:
            archive.writestr("table.csv", text)
        found[f"packed{packing}.zip"] = (folder / "packed.zip").read_bytes()
    answer = {"locationId": "1-100", "providerId": "1-200", "name": "Rose House", "registrationDate": "2015-02-03"}
    rated = answer | {"currentRatings": {"overall": {"rating": "Good", "reportDate": "2026-01-05"}}}
    found["answers.json"] = json.dumps([answer, rated | {"locationId": "1-101"}]).encode()
    return found


@pytest.mark.parametrize("tenth", range(10))
def test_a_damaged_file_is_loaded_or_refused_and_takes_no_memory(tmp_path: Path, whole: dict[str, bytes], tenth: int):
    rng, spellings, names = random.Random(tenth), Spellings.load(RULES), list(whole)
    # The most this process ever held: tests before this one may have held more.
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    con = empty_warehouse()
    outcomes = set()
    for number in range(CASES // 10):
        name = names[number % len(names)]
        is_packed = name.endswith((".xlsx", ".ods", ".zip"))
        damage = damaged_within if is_packed and rng.random() < 0.6 else damaged
        path = tmp_path / name
        path.write_bytes(damage(whole[name], rng))
        # A day for each: files of one day are held side by side, which is another test's subject.
        day = DAY - timedelta(days=CASES // 10 - number)
        loads = load_all(con, [Incoming(path, f"{number}-{name}", day)], Asked(spellings))
        assert loads
        for load in loads:
            assert load.refused_because or load.read_count == load.kept_count + load.rejected_count + load.blank_count
            outcomes.add(load.refused_because is None)
    assert outcomes == {True, False}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 < max(before + 1, MOST_MEMORY)
