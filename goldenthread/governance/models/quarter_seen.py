"""The updates of a quarter as one person may see them: whose are in, and whose are awaited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from goldenthread.governance.models.meeting import Meeting
from goldenthread.governance.models.quarterly_theme import QuarterlyTheme
from goldenthread.governance.models.subgroup_update import SubgroupUpdate, UpdateDraft
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope


@dataclass(frozen=True)
class GroupUpdate:
    """One group, and its update once that is in. ``may_write``: the person plans the group's meetings."""

    group: Body
    update: SubgroupUpdate | None
    has_draft: bool
    may_write: bool

    @property
    def is_awaited(self) -> bool:
        """Whether nothing was submitted yet."""
        return self.update is None


@dataclass(frozen=True)
class Gathered:
    """How many updates of a theme are in."""

    theme: QuarterlyTheme
    submitted: int
    asked: int


def updates_of(theme: QuarterlyTheme, scope: Scope) -> list[GroupUpdate]:
    """Every group that answers ``theme``, by name, with its update. Five queries.

    A draft is told only to whoever writes it. A group that ended since and had submitted stays listed.
    """
    held = SubgroupUpdate.objects.visible_to(scope).filter(theme=theme).select_related("submitted_by", "group")
    updates = {update.group_id: update for update in held}
    drafts = set(UpdateDraft.objects.visible_to(scope).filter(theme=theme).values_list("group_id", flat=True))
    groups = {group.pk: group for group in theme.groups()} | {each.group_id: each.group for each in updates.values()}
    writes = Body.objects.allowing(Permission.MANAGE_MEETINGS, scope).filter(pk__in=list(groups))
    may_write = set(writes.values_list("pk", flat=True))
    return [
        GroupUpdate(group, updates.get(group.pk), group.pk in drafts, group.pk in may_write)
        for group in sorted(groups.values(), key=lambda group: (group.name, group.pk))
    ]


def gathered_for(meeting: Meeting, scope: Scope) -> list[Gathered]:
    """What a meeting of the body gathers: themes of its partnership, of the last quarter begun by its day.

    Only for the body that set the theme, and for those that groups report to.
    """
    body = meeting.body
    if body.partnership_id is None:
        return []
    themes = QuarterlyTheme.objects.visible_to(scope).filter(
        body__partnership_id=body.partnership_id, quarter__lte=meeting.held_on
    )
    newest = themes.order_by("-quarter").first()
    if newest is None:
        return []
    found = []
    for theme in themes.filter(quarter=newest.quarter).select_related("body"):
        asked = theme.groups()
        if theme.body_id == body.pk or asked.filter(reports_to=body).exists():
            found.append(Gathered(theme, theme.updates.count(), asked.count()))
    return found
