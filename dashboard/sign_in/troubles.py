"""What went wrong: a sentence for the reader, and for the log where in the code it was, without any value of a row."""

import logging
import secrets
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard import words
from dashboard.session.people import AccessError
from dashboard.sign_in import gate
from pipelines.warehouse.driver import WarehouseError

LOG = logging.getLogger("care_contracts")


@contextmanager
def in_words() -> Iterator[None]:
    """Say what is wrong, and the remedy, in place of the page."""
    try:
        yield
    except AccessError as error:
        gate.say(error)
    except WarehouseError as error:
        st.title("The figures cannot be shown", anchor=False)
        st.error(words.plain(str(error)))
    except Exception as error:
        st.title("The page cannot be shown", anchor=False)
        unexpected(error)


def unexpected(error: Exception) -> bool:
    """One sentence with a reference, which is also in the log. True: the framework need not say anything itself."""
    reference = secrets.token_hex(4)
    LOG.error("Error %s: %s", reference, told(error))
    st.error(
        f"Something went wrong that was not foreseen. Reload the page; if it happens again, tell whoever runs this"
        f" service the reference **{reference}**."
    )
    return True


def told(error: BaseException) -> str:
    """The kind of error and the lines of code it came through. Its own words are left out: they may quote a record."""
    causes = [error]
    while cause := causes[-1].__cause__ or causes[-1].__context__:
        causes.append(cause)
    return "\n".join(
        f"{type(cause).__name__}\n{''.join(traceback.format_tb(cause.__traceback__))}".rstrip() for cause in causes
    )


def keep_values_out_of(log: logging.Logger) -> None:
    """Have the framework's log leave out the words of errors, as ours does."""
    log.addFilter(_without_words)


def _without_words(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    if error:
        record.msg, record.args = "%s: %s", (record.getMessage(), told(error))
        record.exc_info = record.exc_text = None
    return True
