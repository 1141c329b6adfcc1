"""CQC's two files of locations, in their own layout: read by their headings, without people's names and telephones."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from tests.helpers.loading import empty_warehouse, known, load_bytes

HSCA = (Path(__file__).parent / "hsca_headings.txt").read_text(encoding="utf-8").splitlines()
"""The columns of HSCA_Active_Locations, in order."""

PERSONAL = {
    "Registered manager",
    "Location Telephone Number",
    "Provider Nominated Individual Name",
    "Provider Main Partner Name",
    "Provider Telephone Number",
}

DIRECTORY = (
    "Name,Also known as,Address,Postcode,Phone number,Service's website (if available),Service types,"
    "Date of latest check,Specialisms/services,Provider name,Local authority,Region,Location URL,{location},"
    "CQC Provider ID (for office use only)"
)


def hsca(**cells: str) -> dict[str, str]:
    return {
        **dict.fromkeys(HSCA, ""),
        "Location ID": "1-10552899555",
        "Location HSCA start date": "01/10/2010",
        "Dormant (Y/N)": "N",
        "Care home?": "Y",
        "Location Name": "Rose House",
        "Care homes beds": "28",
        "Location Latest Overall Rating": "Good",
        "Publication Date": "13/02/2026",
        "Location Local Authority": "Oldham",
        "Provider ID": "1-101640666",
        "Service type - Care home service without nursing": "Y",
        **cells,
    }


def test_the_active_locations_file_has_122_columns_and_loads_by_their_names(tmp_path: Path):
    assert len(HSCA) == 122
    text = io.StringIO()
    writer = csv.DictWriter(text, HSCA)
    writer.writeheader()
    writer.writerow(hsca())
    writer.writerow(hsca(**{"Location ID": "1-2", "Care home?": "n", "Care homes beds": "", "Publication Date": ""}))
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, text.getvalue(), name="HSCA_Active_Locations.csv")
    assert (load.source, load.kept_count, load.rejected_count) == ("cqc_locations", 2, 0)
    assert load.dropped_columns is not None
    assert PERSONAL.issubset(load.dropped_columns.split(", "))
    columns = "cqc_location_id, is_care_home, beds, overall_rating, rating_published_on, registered_on, source_row"
    assert known(con, "cqc_locations", columns) == [
        ("1-10552899555", True, 28, "Good", date(2026, 2, 13), date(2010, 10, 1), 2),
        ("1-2", False, None, "Good", None, date(2010, 10, 1), 3),
    ]


@pytest.mark.parametrize(
    "location", ["CQC Location ID (for office use only)", "CQC Location (for office use only"], ids=["now", "2017"]
)
def test_the_directory_loads_below_its_preamble(tmp_path: Path, location: str):
    pad = "," * 14
    preamble = [f"CQC Locations data{pad}", pad, f"This data was produced on 16 September 2026{pad}", pad]
    row = 'Rose House,,"1 High St, Oldham",OL1 1AA,1610000000,,Residential homes|Nursing homes,09/Jan/2018 - 00:00,'
    row += "Dementia|Older people,Rose Care Ltd,Oldham,North West,https://www.cqc.org.uk/location/1-100,1-100,1-200"
    content = "\r\n".join([*preamble, DIRECTORY.format(location=location), row, ""])
    con = empty_warehouse()
    load = load_bytes(con, tmp_path, content)
    assert (load.source, load.header_row, load.kept_count) == ("cqc_locations", 5, 1)
    assert known(con, "cqc_locations", "cqc_location_id, location_name, cqc_provider_id, postcode, source_row") == [
        ("1-100", "Rose House", "1-200", "OL1 1AA", 6)
    ]
