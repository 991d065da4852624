"""Which actions a figure is asked of: those of a partnership, or of one plan by its title."""

from __future__ import annotations

from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models import Action, Priority
from goldenthread.improvement.models.action import ActionQuerySet
from goldenthread.partnership.imports.look_up import key, partnership_option
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope


def partnership_asked(scope: Scope, name: str) -> Partnership:
    """The partnership of this name. Raises OptionRefused where it is not there, NotPossible where it is not seen."""
    found = partnership_option(scope, {"partnership": name})
    if found is None:
        raise NotPossible("Say which partnership the plan is of.")
    if not (scope.is_operator or found.pk in scope.partnership_ids_with(Permission.SEE_PLAN)):
        raise NotPossible(f"You may not see the plan of {found.name}.")
    return found


def plan_titles(scope: Scope) -> list[str]:
    """The titles of the plans the person sees, in order."""
    titled = Priority.objects.visible_to(scope).exclude(plan="").order_by("plan")
    return list(titled.values_list("plan", flat=True).distinct())


def actions_asked(scope: Scope, *, plan: str, partnership: str) -> tuple[str, ActionQuerySet]:
    """What is asked of by name, and its actions. A plan without a title of its own goes by that of its partnership.

    Raises OptionRefused or NotPossible where nothing goes by the name, or nothing is named.
    """
    seen = Action.objects.visible_to(scope)
    titles = {key(title): title for title in plan_titles(scope)}
    if plan and key(plan) in titles:
        title = titles[key(plan)]
        rows = seen.filter(priority__plan=title)
        if partnership:
            rows = rows.filter(partnership=partnership_asked(scope, partnership))
        return title, rows
    if plan and partnership:
        raise NotPossible(_no_plan(plan, titles))
    name = partnership or plan
    if not name:
        raise NotPossible("Say which plan, or which partnership, is asked of.")
    try:
        found = partnership_asked(scope, name)
    except NotPossible:
        raise
    except Exception as refused:
        if plan:
            raise NotPossible(_no_plan(plan, titles)) from refused
        raise
    return found.name, seen.filter(partnership=found)


def _no_plan(plan: str, titles: dict[str, str]) -> str:
    known = f" There are: {', '.join(sorted(titles.values()))}." if titles else ""
    return f"There is no plan called {plan}.{known} A plan without a title goes by the name of its partnership."
