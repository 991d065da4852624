"""The pages of improvement."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from goldenthread.improvement.models import Action
from goldenthread.improvement.models.action import ActionQuerySet
from goldenthread.improvement.renderings.grouped import MARKING
from goldenthread.partnership.access import found
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

__all__ = ["MARKING", "allowed", "kept_action", "plans_kept", "seen_action"]


def seen_action(scope: Scope, action_id: int) -> Action:
    """The action with its history, or 404."""
    return found(Action.objects.visible_to(scope).with_history(), pk=action_id)


def allowed(action: Action, rows: QuerySet[Action]) -> Action:
    """The action, where it is one of ``rows``; else 403."""
    if not rows.filter(pk=action.pk).exists():
        raise PermissionDenied
    return action


def kept_action(scope: Scope, action_id: int) -> Action:
    """The action, where the person keeps the plan it is in; else 404 outside their scope, 403 inside it."""
    return allowed(seen_action(scope, action_id), rows_kept(scope))


def rows_kept(scope: Scope) -> ActionQuerySet:
    """The actions the person keeps."""
    return Action.objects.visible_to(scope).allowing(Permission.MANAGE_PLAN, scope)


def plans_kept(scope: Scope) -> frozenset[int]:
    """The partnerships in whose plan the person may add: the whole plan is theirs to keep, or that of a group."""
    groups = {seat.partnership_id for seat in scope.seats if seat.may.gives(Permission.MANAGE_PLAN)}
    return frozenset(number for number in groups if number is not None) | scope.partnership_ids_with(
        Permission.MANAGE_PLAN
    )
