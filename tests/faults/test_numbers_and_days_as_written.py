"""A number or a day is read as a person reads it, or refused and said: never taken apart and guessed in silence."""

import pytest

from tests.faults.conftest import Council

SPEND = "Supplier,Payment date,Net amount,Purpose\n"
CONTRACTS = "contract_ref,provider_id,start_on,current_end_on,annual_value\n"


def test_a_comma_is_before_thousands_or_it_is_not_read(council: Council):
    rows = 'Alder,2026-08-01,"1,234.56",x\nBirch,2026-08-01,"12,50",x\nCedar,2026-08-01,"1,234,56",x\n'
    rows += 'Damson,2026-08-01,"1.234,56",x\nElder,2026-08-01,"1,2345",x\n'
    found = council.receive({"spend.csv": SPEND + rows})["spend.csv"]
    assert (found.kept_count, found.rejected_count) == (1, 4)
    assert council.known("spend", "supplier_name", "cast(amount as double)") == [["Alder", 1234.56]]
    assert council.rejects() == [
        (row, "amount", f"is not an amount in pounds: found {cell}")
        for row, cell in ((3, "12,50"), (4, "1,234,56"), (5, "1.234,56"), (6, "1,2345"))
    ]


def test_a_column_of_decimal_commas_is_read_so_and_said(council: Council):
    text = f"{SPEND}Alder,2026-08-01,1.234|56,x\nBirch,2026-08-01,12|50,x\nCedar,2026-08-01,1.000,x\n"
    found = council.receive({"spend.csv": text.replace(",", ";").replace("|", ",")})["spend.csv"]
    assert council.known("spend", "cast(amount as double)") == [[12.5], [1000.0], [1234.56]]
    assert "amount is read with a decimal comma" in str(found.warnings)


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        # Decimal commas in another register, by a European export.
        (["1.250.000,00", "5.000,50"], [1250000.0, 5000.5]),
        # Points only in threes beside a value that proves that they are decimals.
        (["1.000", "2.5"], [1.0, 2.5]),
        # Pounds, spaces, brackets of accountants, a minus behind.
        (["£ 1,250,000.00", "(5,000.50)"], [1250000.0, -5000.5]),
        (["12,000 000", "500"], [None, 500.0]),
        (["1'250'000", "500"], [None, 500.0]),
    ],
)
def test_a_value_of_a_contract_is_what_is_written_or_not_known(
    council: Council, cells: list[str], values: list[float | None]
):
    rows = [["contract_ref", "provider_id", "start_on", "annual_value"]]
    rows += [[f"C{number}", "P1", "2022-04-01", cell] for number, cell in enumerate(cells, start=1)]
    council.receive({"contracts.csv": "".join(";".join(row) + "\n" for row in rows)})
    assert council.answer("overdue_reviews", "contract_ref", "annual_value") == [
        [f"C{number}", value] for number, value in enumerate(values, start=1)
    ]
    assert [(row, field) for row, field, _ in council.cells()] == [
        (number, "annual_value") for number, value in enumerate(values, start=2) if value is None
    ]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-03-31T23:00:00Z", "2026-04-01"),
        ("2026-04-01T00:00:00+01:00", "2026-04-01"),
        ("2026-01-15T00:00:00Z", "2026-01-15"),
        ("2026-03-31T22:59:59Z", "2026-03-31"),
        # Made up: the night of the change of clocks, an offset of another country, and a time that says no zone.
        ("2026-03-29T00:30:00Z", "2026-03-29"),
        ("2026-10-25 00:30:00+01:00", "2026-10-25"),
        ("2026-04-01T02:00:00+05:30", "2026-03-31"),
        ("2026-03-31T23:00:00", "2026-03-31"),
    ],
)
def test_a_moment_is_the_day_that_it_is_in_london(council: Council, written: str, day: str):
    head = "contract_ref,provider_id,start_on\n"
    council.receive(
        {"contracts.csv": f"{head}C1,P1,{written}\n", "2026-10-31/contracts.csv": f"{head}C1,P1,{written}\n"}
    )
    assert council.known("contracts", "start_on") == [[day]]


PLAIN_DAYS = {
    "2026-09-30": ["30-Sept-2026", "30 Sept 2026", "30th Sept. 2026", "Sept 30, 2026", "30 SEPTEMBER 2026"],
    "2026-08-31": [
        "31st August 2026", "31 Aug 26", "31-August-2026", "Monday, 31 August 2026", "August 31, 2026", "31.08.26",
        "20260831", "2026/08/31", "2026-8-31", "31/08/2026 00:00:00.000", "31-Aug-2026", "Mon 31 Aug 2026",
        "31 August, 2026", "31. August 2026",
    ],
}  # fmt: skip


@pytest.mark.parametrize("source", ["spend", "contracts", "reviews"])
def test_a_day_in_plain_english_is_that_day_in_every_register(council: Council, source: str):
    written = [(cell, day) for day, cells in PLAIN_DAYS.items() for cell in cells]
    head, row, column = {
        "spend": (SPEND, 'S{n},"{day}",1,x\n', "paid_on"),
        "contracts": ("contract_ref,provider_id,start_on\n", 'C{n},P1,"{day}"\n', "start_on"),
        "reviews": (
            "review_ref,review_type,contract_ref,scheduled_for,status\n",
            'R{n},Contract review,C1,"{day}",Scheduled\n',
            "scheduled_for",
        ),
    }[source]
    text = head + "".join(row.format(n=n, day=cell) for n, (cell, _) in enumerate(written))
    found = council.receive({f"2026-09-30/{source}.csv": text})[f"2026-09-30/{source}.csv"]
    assert (found.kept_count, found.refused_cells_count) == (len(written), 0), [*council.rejects(), *council.cells()]
    assert [day for _, day in council.known(source, "source_row", column, day=council.day(9, 30))] == [
        day for _, day in written
    ]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["08/13/2026 12:00:00 AM", "8/3/2026 12:00:00 AM", "08/31/2026 2:30:00 PM"], ["08-13", "08-03", "08-31"]),
        # Made up: day first with a time of the clock, without seconds, small letters and points.
        (["13/08/2026 9:30 am", "3/8/2026 12:00 pm"], ["08-13", "08-03"]),
        (["2026-08-13 02:30:00 PM", "13/08/2026 2:30 p.m."], ["08-13", "08-13"]),
        (["13-Aug-2026 12:00:00 AM", "3 August 2026 11:59 PM"], ["08-13", "08-03"]),
    ],
)
def test_a_time_of_morning_or_afternoon_behind_a_day_does_not_cost_it(
    council: Council, cells: list[str], days: list[str]
):
    head = "complaint_ref,provider_id,received_on,stage,category\n"
    rows = "".join(f"Q{number},P1,{cell},Statutory complaint,Care\n" for number, cell in enumerate(cells))
    found = council.receive({"complaints.csv": head + rows})["complaints.csv"]
    assert (found.kept_count, found.refused_cells_count) == (len(cells), 0)
    assert council.known("complaints", "complaint_ref", "received_on") == [
        [f"Q{number}", f"2026-{day}"] for number, day in enumerate(days)
    ]
    if cells[0].startswith("08/13"):
        assert "received_on is read month first" in str(found.warnings)


LOCATIONS = "location_id,provider_id,location_name,service_type,is_regulated,opened_on\n"


@pytest.mark.parametrize(
    ("written", "opened"),
    [
        ("01/04/55", None),
        ("1 Apr 60", None),
        ("01.04.66", None),
        ("30/04/75", "1975-04-30"),
        ("01/04/26", "2026-04-01"),
    ],
)
def test_a_home_with_a_two_figure_year_is_open_and_its_day_is_read_or_refused_and_said(
    council: Council, written: str, opened: str | None
):
    rows = f"L1,P1,Alder House,Residential home,Y,{written}\nL2,P2,Birch House,Residential home,Y,30/04/1998\n"
    found = council.receive({"locations.csv": LOCATIONS + rows})["locations.csv"]
    assert council.answer("provider_tiers", "location_id", "not_read") == [
        ["L1", None if opened else "opened on"],
        ["L2", None],
    ]
    assert council.known("locations", "location_id", "opened_on")[0] == ["L1", opened]
    assert "two figures" in str(found.warnings)
    assert [f"found {written}" in reason for _, _, reason in council.cells()] == ([] if opened else [True])


def test_a_start_with_a_two_figure_year_that_could_be_two_costs_the_row_and_what_was_known_stays(council: Council):
    """A start puts a contract in force: the row with it is refused, and the contract is overdue as last known."""
    council.receive({"2026-07-31/contracts.csv": f"{CONTRACTS}C1,P1,2020-04-01,,\nC2,P2,2020-04-01,,\n"})
    council.receive({"contracts.csv": f"{CONTRACTS}C1,P1,01/04/52,,\nC2,P2,30/04/21,,\nC3,P3,1 Apr 58,,\n"})
    assert council.answer("overdue_reviews", "contract_ref", "due_on", "not_read") == [
        ["C1", "2021-04-01", "newer row refused (2026-08-31/contracts.csv row 2)"],
        ["C2", "2022-04-30", None],
    ]
    assert [ref for ref, _ in council.left_out("overdue_reviews") if ref.startswith("C3")] == ["C3 · P3"]
