"""The pages of each role: access.toml names pages and sections of the menu, and only the dashboard has a menu."""

from collections.abc import Iterator

from dashboard import menu
from dashboard.menu import Page
from pipelines.access.policy import Policy, Role
from pipelines.access.reading import FILE
from pipelines.registers.words import nearest
from pipelines.rule_files import RulesError

NAMES = (*(page.name for page in menu.PAGES), *menu.SECTIONS)


def with_pages(policy: Policy) -> Policy:
    """The policy with the pages of each role by name, those of a section too.

    Raises RulesError for a name that is neither, and for a page that the role cannot have.
    """
    roles = (role.model_copy(update={"pages": tuple(dict.fromkeys(_pages(role)))}) for role in policy.roles)
    return policy.model_copy(update={"roles": tuple(roles)})


def _pages(role: Role) -> Iterator[str]:
    for name in role.pages:
        found = [page for page in menu.PAGES if name in (page.name, page.section)]
        if not found:
            near = nearest(name, NAMES)
            others = f" (the nearest is {near})" if near else f"; there are {', '.join(NAMES)}"
            raise RulesError.of(
                f"{FILE}, role {role.role}, pages: {name} is not a page or a section of the menu{others}"
            )
        for page in found:
            if page.is_of_files and role.is_limited:
                raise RulesError.of(f"{FILE}, role {role.role}, {_of_files(page, name)}")
            yield page.name


def _of_files(page: Page, name: str) -> str:
    about = "is about whole files, and the role sees only some rows"
    if name == page.name:
        return f"pages: {name} {about}"
    return f"pages: {page.name}, in the section {name}, {about}. Name the pages of {name} that it may have one by one."
