"""What a page says and shows, read from the elements that the framework was given."""

from collections.abc import Callable, Iterator
from typing import Any

from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]


def said(at: AppTest) -> str:
    """All text of the page, without the marks that keep it from being read as Markdown."""
    parts = [*at.title, *at.header, *at.markdown, *at.caption, *at.warning, *at.error, *at.info]
    return "\n".join(part.value for part in parts).replace("\\", "")


def charts(at: AppTest) -> list[Any]:
    return [chart.proto for chart in at.get("plotly_chart")]


def figures(at: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in at.metric}


def finding(at: AppTest) -> str:
    """The page's answer in one sentence."""
    [found] = [node for node in _nodes(at.main) if getattr(node.proto, "id", "").endswith("-finding")]
    return "".join(part.value for part in found.markdown).replace("\\", "")


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in getattr(node, "children", {}).values():
        yield from _nodes(child)
