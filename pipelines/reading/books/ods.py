"""ODS: OpenDocument 1.3 part 3, section 9 (tables). The text of a cell is what its author saw."""

import re
import zipfile
from collections.abc import Iterator

from pipelines.reading.books import shown
from pipelines.reading.books.parts import Attributes, Walk, opened
from pipelines.reading.books.sheets import MOST_COLUMNS, MOST_ROWS, TOO_MUCH, Cells, Rows, Sheet, Sheets, no_rows
from pipelines.reading.decoding import RefusedError
from pipelines.values import ERROR_WORDS

CONTENT = "content.xml"
_PASSED_OVER = frozenset(
    ("office:annotation", "table:tracked-changes", "table:shapes", "draw:frame", "table:dde-links")
)
_CELLS = ("table:table-cell", "table:covered-table-cell")
_MIDNIGHT = re.compile(r"T00:00:00([.,]0+)?$")
_CLOCK = re.compile(r"(-?)P(?:([0-9]+)D)?T?(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:[.,][0-9]+)?S)?")
_ZEROS = re.compile(r"[^0-9.,]*0[0-9]+[^0-9.,]*")
_MOST_SPACES = 1 << 10


def sheets(archive: zipfile.ZipFile) -> Sheets:
    """The sheets of a workbook, in its order. Each has to be read to its end before the next is asked for."""
    reader = _Reader()
    with opened(archive, CONTENT) as source:
        pieces = reader.walk.feed(source)
        while True:
            while not reader.waiting:
                if next(pieces, "end") == "end":
                    return
            sheet = reader.waiting.pop(0)
            sheet.rows = reader.rows(sheet, pieces)
            yield sheet
            for _ in sheet.rows:
                pass


class _Reader:
    """The cells of all sheets, gathered while the XML goes by."""

    def __init__(self) -> None:
        self.waiting: list[Sheet] = []
        self.done: list[tuple[Sheet, range, Cells]] = []
        self.unseen_styles: set[str] = set()
        self.style = ""
        self.ignored = 0
        self.depth = 0
        self.sheet: Sheet | None = None
        self.row = self.place = 0
        self.times = 1
        self.cells: Cells = {}
        self.cell: Attributes = {}
        self.is_written = False
        self.paragraphs: list[str] = []
        self.walk = Walk(self.start, self.end)

    def rows(self, sheet: Sheet, pieces: Iterator[None]) -> Rows:
        while True:
            found = [one for one in self.done if one[0] is sheet]
            self.done = [one for one in self.done if one[0] is not sheet]
            for _, numbers, cells in found:
                for number in numbers:
                    yield number, cells
            if not found and (self.sheet is not sheet or next(pieces, "end") == "end"):
                return

    def start(self, name: str, attributes: Attributes) -> None:
        if name in _PASSED_OVER:
            self.ignored += 1
        if self.ignored:
            return
        match name:
            case "style:style":
                self.style = attributes.get("style:name", "")
            case "style:table-properties" if attributes.get("table:display") == "false":
                self.unseen_styles.add(self.style)
            case "table:table":
                self.begin_table(attributes)
            case "table:table-row":
                self.cells, self.place = {}, 0
                self.times = _times(attributes, "rows")
                if self.sheet and attributes.get("table:visibility", "visible") != "visible":
                    self.sheet.hidden.append((self.row + 1, self.times))
            case "table:table-cell" | "table:covered-table-cell":
                self.cell, self.paragraphs = attributes, []
            case "text:p":
                self.is_written = True
                self.walk.text.clear()
            case "text:s":
                self.walk.text.append(" " * min(int(attributes.get("text:c", "1")), _MOST_SPACES))
            case "text:tab":
                self.walk.text.append("\t")
            case "text:line-break":
                self.walk.text.append("\n")

    def end(self, name: str) -> None:
        if name in _PASSED_OVER:
            self.ignored -= 1
        elif self.ignored:
            return
        elif name == "text:p":
            self.paragraphs.append("".join(self.walk.text))
            self.is_written = False
        elif name in _CELLS:
            self.end_cell(is_covered=name != _CELLS[0])
        elif name == "table:table-row":
            self.end_row()
        elif name == "table:table":
            self.depth -= 1
            self.sheet = None
        if not self.is_written:
            self.walk.text.clear()

    def begin_table(self, attributes: Attributes) -> None:
        self.depth += 1
        if self.depth > 1:
            raise RefusedError("A cell of the workbook holds a table of its own. Save the sheet as CSV.")
        is_hidden = attributes.get("table:style-name") in self.unseen_styles
        self.sheet = Sheet(attributes.get("table:name", ""), is_hidden, no_rows())
        self.waiting.append(self.sheet)
        self.row = 0

    def end_cell(self, *, is_covered: bool) -> None:
        times = _times(self.cell, "columns")
        shown_text = "" if is_covered else _shown(self.cell, "\n".join(self.paragraphs))
        if shown_text:
            if self.place + times > MOST_COLUMNS:
                raise RefusedError(TOO_MUCH)
            self.cells.update(dict.fromkeys(range(self.place, self.place + times), shown_text))
            down = int(self.cell.get("table:number-rows-spanned", "1"))
            right = int(self.cell.get("table:number-columns-spanned", "1"))
            if self.sheet and down > 1:
                first = self.row + 1
                self.sheet.merged.append((first, first + down - 1, self.place, self.place + right - 1))
        self.place += times
        self.cell, self.paragraphs = {}, []

    def end_row(self) -> None:
        if self.sheet and self.cells:
            if self.row + self.times > MOST_ROWS:
                raise RefusedError(TOO_MUCH)
            self.done.append((self.sheet, range(self.row + 1, self.row + self.times + 1), self.cells))
        self.row += self.times


def _times(attributes: Attributes, what: str) -> int:
    times = int(attributes.get(f"table:number-{what}-repeated", "1"))
    if times < 1:
        raise RefusedError("The workbook is damaged: a cell is there less than once. Save it again as XLSX.")
    return times


def _shown(cell: Attributes, text: str) -> str:
    kind = cell.get("office:value-type", "")
    if cell.get("calcext:value-type") == "error" or (
        "table:formula" in cell and (text in ERROR_WORDS or text.startswith("Err:"))
    ):
        return shown.error(text)
    match kind:
        case "":
            return shown.NO_RESULT if "table:formula" in cell and not text else shown.text(text)
        case "string":
            return shown.text(text or cell.get("office:string-value", ""))
        case "boolean":
            return "TRUE" if cell.get("office:boolean-value") == "true" else "FALSE"
        case "date":
            return shown.text(_MIDNIGHT.sub("", cell.get("office:date-value", text)))
        case "time":
            return _clock(cell.get("office:time-value", ""), text)
    if "office:value" not in cell:
        return shown.text(text)
    value = float(cell["office:value"])
    if kind == "percentage":
        return shown.number(value, "0%")
    if _ZEROS.fullmatch(text) and value == int("".join(re.findall("[0-9]", text))):
        # Zeros in front are in the format only.
        return shown.text(text)
    return shown.number(value)


def _clock(value: str, text: str) -> str:
    found = _CLOCK.fullmatch(value)
    if not found:
        return shown.text(text)
    day, hour, minute, second = (int(part or 0) for part in found.groups()[1:])
    return found[1] + shown.clock(((day * 24 + hour) * 60 + minute) * 60 + second)
