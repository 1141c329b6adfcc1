"""What stops a whole load, and what is only one file's: a file that fails, whatever the reason, stops no other."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.reading.decoding import RefusedError
from pipelines.warehouse.driver import FATAL, DatabaseError

_NO_ROOM = (errno.ENOSPC, errno.EFBIG, *([errno.EDQUOT] if hasattr(errno, "EDQUOT") else []))


def is_out_of_room(error: BaseException | None) -> bool:
    """Whether a full disk or a quota stopped a load. The first error counts: those that follow hide it."""
    while error:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return True
        if isinstance(error, DatabaseError) and any(os.strerror(code) in str(error) for code in _NO_ROOM):
            return True
        error = error.__cause__ or error.__context__
    return False


@contextmanager
def for_one_file() -> Iterator[None]:
    """Turn what goes wrong inside into a RefusedError of that file, in words that repeat nothing of what is in it.

    What makes every other file fail too goes through: a stop by the person, a full disk, a database that is broken.
    """
    try:
        yield
    except (RefusedError, KeyboardInterrupt, SystemExit, GeneratorExit, *FATAL):
        raise
    except PermissionError as error:
        raise RefusedError("Whoever runs this may not read the file. Give them the right to read it.") from error
    except MemoryError as error:
        raise RefusedError("The file takes more memory than there is. Save the part that is needed as CSV.") from error
    # A library's panic is no Exception, and is no reason to leave out the other files either.
    except BaseException as error:
        if is_out_of_room(error):
            raise
        raise RefusedError(
            f"The file could not be read to its end ({type(error).__name__}). It may be damaged: open it, save it again"
            " as CSV UTF-8 or XLSX, and load that."
        ) from error
