"""Everything that can be asked, and the asking: each question is declared beneath the class of its rows."""

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from pipelines import answers
from pipelines.answers.base import Question
from pipelines.declared import by_name, declared
from pipelines.querying.guarding import guarded
from pipelines.querying.warehouse import Warehouse
from pipelines.registers.columns import columns_of
from pipelines.warehouse.driver import WarehouseError

if TYPE_CHECKING:
    # Half of the time a command takes to start; a load never needs it.
    import pandas as pd

QUESTIONS = by_name([one for one in declared(answers) if isinstance(one, Question)], lambda question: question.name)


def ask(question: Question, warehouse: Warehouse, **params: Any) -> "pd.DataFrame":
    """The answer, from plain values, as far as the rights go: one column per field of the row class, in that order.

    Raises pydantic's ValidationError for a value that is not allowed, and WarehouseError when these rights do not reach
    to it or the SQL does not return what the class declares.
    """
    asked = question.params(**params).model_dump()
    frame = warehouse.frame(guarded(question, warehouse.rights), asked)
    wanted = [column.name for column in columns_of(question.row)]
    if odd := sorted(set(frame.columns) ^ (set(wanted) - set(question.ratios))):
        raise WarehouseError(f"{question.name}.sql and {question.row.__name__} disagree on: {', '.join(odd)}.")
    for name, (part, whole, times) in question.ratios.items():
        numbers = frame[[part, whole]].astype("float64")
        frame[name] = (numbers[part] * times / numbers[whole]).where(numbers[whole] != 0)
    return _typed(frame[wanted], question.row)


def _typed(frame: "pd.DataFrame", row: type[BaseModel]) -> "pd.DataFrame":
    """Whole numbers and Y/N keep their type beside blanks; an empty answer has its types too."""
    return frame.astype({column.name: column.kind.answered for column in columns_of(row) if column.kind.answered})
