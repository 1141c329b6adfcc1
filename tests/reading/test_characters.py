"""Characters: one bad byte spoils no other name, and what nobody sees is no part of a value."""

from pathlib import Path

import pytest

from tests.helpers.loading import empty_warehouse, known, load_bytes, refused_cells

NAMES = ["Plâs Newydd", "Château Care", "Café Ltd"]
SPEND = "Supplier,Payment date,Net amount,Purpose\n"


def suppliers(con) -> list[str]:
    return [name for (name,) in known(con, "spend", "supplier_name")]


def listed(*names: str) -> list[str]:
    return [f"{name},2026-08-01,{number}.50,naïve\n" for number, name in enumerate(names)]


@pytest.mark.parametrize("odd", ["St John’s", "£ per head", "Zoë", "“quoted”"])
def test_a_few_bytes_of_windows_in_utf_8_are_read_as_there_and_said_with_their_row(tmp_path: Path, odd: str):
    con = empty_warehouse()
    content = (SPEND + "".join(listed(*NAMES))).encode() + f"{odd},2026-08-01,9,x\n".encode("cp1252")
    load = load_bytes(con, tmp_path, content)
    assert suppliers(con) == sorted([*NAMES, odd])
    count = "2 bytes" if odd.startswith("“") else "one byte"
    assert load.encoding == f"UTF-8 but for {count} in row 5, read as in Windows-1252"


def test_the_row_of_a_byte_is_that_of_the_sheet(tmp_path: Path):
    first, second, third = listed(*NAMES)
    second = second.replace("naïve", '"na\nï\nve"')
    content = (SPEND + first + second + third).encode() + "Zoë,2026-08-01,9,x\n".encode("cp1252")
    load = load_bytes(empty_warehouse(), tmp_path, content)
    assert load.encoding == "UTF-8 but for one byte in row 5, read as in Windows-1252"


def test_a_file_of_windows_stays_one_where_a_pair_of_bytes_could_be_utf_8(tmp_path: Path):
    con = empty_warehouse()
    # É and ’ of Windows are one letter of UTF-8.
    names = ["CAFÉ’S", "Zoë", "Château", "Plâs"]
    load = load_bytes(con, tmp_path, (SPEND + "".join(listed(*names))).encode("cp1252"))
    assert load.encoding == "Windows-1252, since it is not UTF-8"
    assert suppliers(con) == sorted(names)


@pytest.mark.parametrize("codec", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf_32_is_read_as_what_it_is(tmp_path: Path, codec: str):
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, (SPEND + "".join(listed(*NAMES))).encode(codec))
    assert suppliers(con) == sorted(NAMES)
    assert (load.encoding or "").startswith("UTF-32")


@pytest.mark.parametrize("unseen", ["\u200b", "\u2060", "\ufeff", "\u00ad"])
@pytest.mark.parametrize("form", ["{}S1", "S1{}", "S{}1"])
def test_characters_that_nobody_sees_make_no_other_id(tmp_path: Path, unseen: str, form: str):
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, f"contract_ref,provider_id,start_on\n{form.format(unseen)},P1,2026-04-01\n")
    assert known(con, "contracts", "contract_ref") == [("S1",)]
    assert "characters that nobody sees" in (load.warnings or "")


@pytest.mark.parametrize("space", ["\u2003", "\u2009", "\u202f", "\u3000", "\u00a0"])
def test_wide_and_narrow_spaces_around_a_value_are_no_part_of_it(tmp_path: Path, space: str):
    con = empty_warehouse()
    load_bytes(con, tmp_path, f"contract_ref,provider_id,start_on\n{space}C1{space},P1,2026-04-01{space}\n")
    assert known(con, "contracts", "contract_ref") == [("C1",)]


@pytest.mark.parametrize("control", ["\x1fNA", "\x1eword", "NA\x1f", "a\x1eb"])
def test_a_control_character_is_neither_blank_nor_a_word_of_ours(tmp_path: Path, control: str):
    con = empty_warehouse()
    load_bytes(con, tmp_path, f"contract_ref,provider_id,start_on,current_end_on\nC1,P1,2026-04-01,{control}\n")
    reason = "holds a control character, which no keyboard writes: type the cell again"
    assert refused_cells(con) == [(2, "current_end_on", reason)]
