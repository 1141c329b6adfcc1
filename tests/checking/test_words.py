"""Words of the council's lists: what is the same as another, what is new by one line, what is refused with a hint."""

import shutil
from pathlib import Path

import pytest

from pipelines.loading.load import Asked, Incoming, load_all
from pipelines.reading.spellings import Spellings
from pipelines.registers.words import nearest
from pipelines.rules import RulesError, load_rules, load_words
from pipelines.warehouse.driver import Connection, connect, execute
from pipelines.warehouse.schema import create_schema
from tests.helpers.loading import DAY, RULES, known

CONCERNS = "concern_ref,provider_id,raised_on,concern_type,severity\n"
LOCATIONS = "location_id,provider_id,location_name,service_type,is_regulated,locality\n"
CONTRACTS = "contract_ref,provider_id,start_on,market_segment\n"
SAME = """
[[word]]
list = "{list}"
word = "{word}"
same_as = ["{same}"]
authority = "A test of this"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the live rules to add to."""
    return Path(shutil.copytree(RULES, tmp_path / "rules"))


def add(folder: Path, file: str, text: str) -> None:
    with (folder / file).open("a", encoding="utf-8") as out:
        out.write(text)


def loaded(folder: Path, tmp_path: Path, text: str) -> Connection:
    con = connect(None)
    create_schema(con, load_rules(folder))
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    load_all(con, [Incoming(path, path.name, DAY)], Asked(Spellings.load(folder)))
    return con


def test_a_file_that_is_loaded_again_after_a_word_was_added_says_what_to_do(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(CONCERNS + "K1,P1,2026-08-01,Adult protection alert,Low\n", encoding="utf-8")
    con = connect(None)
    create_schema(con, load_rules(folder))
    files = [Incoming(path, path.name, DAY)]
    [first] = load_all(con, files, Asked(Spellings.load(folder)))
    [again] = load_all(con, files, Asked(Spellings.load(folder)))
    assert "undo" not in (again.warnings or "")
    same = SAME.format(list="concern_type", word="Safeguarding concern", same="Adult protection alert")
    add(folder, "words.toml", same)
    [now] = load_all(con, files, Asked(Spellings.load(folder)))
    assert f"undo the load {first.load_id} and load the file again" in (now.warnings or "")


def reasons(con: Connection) -> list[str]:
    """Why rows and cells were refused."""
    found = execute(con, "select reason from rejects union all select reason from refused_cells order by reason")
    return [reason for (reason,) in found]


def test_what_is_the_same_as_a_word_is_read_as_the_word(folder: Path, tmp_path: Path) -> None:
    add(
        folder,
        "words.toml",
        SAME.format(list="concern_type", word="Safeguarding concern", same="Adult protection alert"),
    )
    con = loaded(folder, tmp_path, CONCERNS + "K1,P1,2026-08-01,ADULT protection alert,Low\n")
    assert known(con, "concerns", "concern_type, severity") == [("Safeguarding concern", "Low")]
    assert reasons(con) == []


def test_a_word_of_no_list_is_refused_with_the_list_and_the_nearest(tmp_path: Path) -> None:
    con = loaded(
        RULES, tmp_path, CONCERNS + "K1,P1,2026-08-01,Safegaurding enquiry,Low\nK2,P1,2026-08-01,Jo Bloggs,Low\n"
    )
    [jo, near] = sorted(reasons(con), key=len)
    assert near.startswith("is not one of Incident, Notifiable incident")
    assert near.endswith(": found Safegaurding enquiry, which is nearest to Safeguarding enquiry")
    assert jo.endswith("Whistleblowing"), "what is like no word may be anything, and is not repeated"


def test_a_new_market_segment_is_one_line_in_either_file(folder: Path, tmp_path: Path) -> None:
    add(folder, "service_types.csv", "Short breaks,service type,Short breaks,Respite,1,A test of this\n")
    con = loaded(folder, tmp_path, CONTRACTS + "C1,P1,2026-04-01,respite\n")
    assert known(con, "contracts", "contract_ref, market_segment") == [("C1", "Respite")]
    text = (folder / "words.toml").read_text(encoding="utf-8")
    (folder / "words.toml").write_text(
        text.replace('words = ["VCS", ', 'words = ["VCS", "Day Opportunities", '), "utf-8"
    )
    assert {"Respite", "Day Opportunities"} <= set(load_words(folder)["market_segment"].words)


def test_areas_and_service_types_keep_a_word_that_is_new(folder: Path, tmp_path: Path) -> None:
    add(folder, "areas.csv", "N. Vale,Y,North Vale,A test of this\n")
    add(folder, "service_types.csv", "Rest home,service type,Residential home,Care Homes,1,A test of this\n")
    rows = "L1,P1,A,rest HOME,Y,n. vale\nL2,P1,B,RESIDENTIAL HOME,Y,NORTH VALE\nL3,P1,C,Sheltered housing,N,Far End\n"
    con = loaded(folder, tmp_path, LOCATIONS + rows)
    assert known(con, "locations", "location_id, service_type, locality") == [
        ("L1", "Residential home", "North Vale"),
        ("L2", "Residential home", "North Vale"),
        ("L3", "Sheltered housing", "Far End"),
    ]


@pytest.mark.parametrize(
    ("list_", "word", "same", "message"),
    [
        ("concern_kind", "Incident", "Event", "there is no list concern_kind"),
        (
            "contract_status",
            "Live",
            "Current",
            r"Live is not in indicators\.toml, where the words of contract_status stand",
        ),
        ("severity", "Low", "Severe", "Severe is a word of the list itself"),
        ("severity", "Low", " Minor", "begins or ends with a space"),
    ],
)
def test_a_spelling_that_cannot_be_is_sent_back(folder: Path, list_: str, word: str, same: str, message: str) -> None:
    add(folder, "words.toml", SAME.format(list=list_, word=word, same=same))
    with pytest.raises(RulesError, match=message):
        load_words(folder)


def test_one_spelling_is_not_the_same_as_two_words(folder: Path) -> None:
    add(folder, "words.toml", SAME.format(list="severity", word="Low", same="Amber"))
    add(folder, "words.toml", SAME.format(list="severity", word="Moderate", same="amber"))
    with pytest.raises(RulesError, match="amber is the same as Low and as Moderate"):
        load_words(folder)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("N. Vale,Y,Nord Vale,A test of this", "is the same as Nord Vale, which is no area of its own here"),
        ("N. Vale,N,North Vale,A test of this", "one of it and North Vale is in the area and the other is not"),
        ("NORTH VALE,Y,,A test of this", "is there twice"),
    ],
)
def test_an_area_that_cannot_be_is_sent_back(folder: Path, line: str, message: str) -> None:
    add(folder, "areas.csv", line + "\n")
    with pytest.raises(RulesError, match=message):
        load_rules(folder)


def test_the_nearest_word_is_named_only_when_it_is_near() -> None:
    assert nearest("complted", ("Scheduled", "Completed")) == "Completed"
    assert nearest("Jo Bloggs", ("Scheduled", "Completed")) is None
