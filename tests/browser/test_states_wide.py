"""Every page in every state in a wide window."""

import pytest

from tests.browser.states import (  # noqa: F401
    kept,
    test_every_page_as_it_opens_and_with_everything_open,
    test_every_page_when_the_warehouse_cannot_be_read,
    test_every_page_with_filters_in_use,
    test_every_page_with_nothing_to_show,
    walk,
)

pytestmark = pytest.mark.browser

WIDTH = 1280
