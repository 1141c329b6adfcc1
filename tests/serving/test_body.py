"""A choice on a page draws that page alone; the whole is drawn when what stands around it holds no longer."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.sessions import FILTER, StreamlitReader
from tests.helpers.running import HOST, ROOT, free_ports, run_beside, wait_for
from tests.serving.conftest import load
from tests.serving.servers import dashboard

AROUND = {"navigation", "logo", "date_input"}
"""What only the run of a whole page sends."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, Path]]:
    """Address, warehouse and rules of a dashboard."""
    folder = tmp_path_factory.mktemp("served")
    load(folder / "warehouse", "2026-07-31/locations.csv")
    shutil.copytree(ROOT / "data" / "rules", folder / "rules")
    [port] = free_ports(1)
    with dashboard(folder / "warehouse", port, CARE_RULES=str(folder / "rules")) as program:
        wait_for(f"http://{HOST}:{port}/healthz", program)
        yield f"http://{HOST}:{port}", folder / "warehouse", folder / "rules"


async def seen(address: str, change: Callable[[], object]) -> tuple[list[set[str]], list[str]]:
    """A reader opens the page, chooses, and chooses again after a change: what kinds of message came, and the words."""
    reader = StreamlitReader(address, "risk")
    await reader.open()
    kinds, words = [set(reader.sizes)], [" ".join(reader.said)]
    for tiers, before in ((["■ BAU"], lambda: None), (["○ Insufficient data"], change)):
        before()
        await reader.choose(FILTER, tiers, is_read=True)
        kinds.append(set(reader.sizes))
        words.append(" ".join(reader.said))
    await reader.close()
    return kinds, words


def test_a_choice_leaves_alone_what_stands_around_the_page(served: tuple[str, Path, Path]) -> None:
    kinds, words = run_beside(seen(served[0], lambda: None))
    assert [kind & AROUND for kind in kinds] == [AROUND, set(), set()]
    assert "Showing 0 of 144 locations" in words[1]
    assert "Showing 144 of 144 locations" in words[2]


def test_a_new_build_draws_the_whole_page(served: tuple[str, Path, Path]) -> None:
    address, warehouse, _ = served
    kinds, words = run_beside(seen(address, lambda: load(warehouse, "2026-08-31/locations.csv")))
    assert [kind & AROUND for kind in kinds] == [AROUND, set(), AROUND]
    assert "Data received to 31 July 2026" in words[0]
    assert "Data received to 31 August 2026" in words[2]


def test_changed_rules_draw_the_whole_page(served: tuple[str, Path, Path]) -> None:
    address, _, rules = served
    file = rules / "tiers.toml"
    text = file.read_text(encoding="utf-8")
    other = text.replace("_points = 35", "_points = 36")
    assert other != text
    kinds, _ = run_beside(seen(address, lambda: file.write_text(other, encoding="utf-8")))
    assert [kind & AROUND for kind in kinds] == [AROUND, set(), AROUND]
