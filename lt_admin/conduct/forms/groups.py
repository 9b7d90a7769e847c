"""Forms about the review team and the case group."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField

from lt_admin.conduct.models.groups import GroupMember
from lt_admin.core.forms import Form, PickField, PrivateText, Text
from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.orientation.models.organisations import Organisation
from lt_admin.reviewers.forms.assignments import NO, YES, YesNo


def _said(answer: bool) -> str:  # noqa: FBT001 - it is the answer itself
    return YES if answer else NO


class MemberForm(Form):
    """Somebody in a group: from which organisation, in which function."""

    organisation = PickField(_l("Organisation"))
    name = Text(_l("Name"), description=_l("Kept until a month after the last presentation."))
    function = Text(_l("Function"))

    def offer(self, organisations: list[Organisation]) -> None:
        """The organisations that somebody can be from."""
        self.known = {each.id: each for each in organisations}
        self.organisation.offer([(each.id, each.name) for each in organisations])

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes, whichever group it is."""
        return {
            "organisation": self.known[self.organisation.data],
            "name": self.name.data or "",
            "function": self.function.data or "",
        }

    @staticmethod
    def shown(member: GroupMember) -> dict[str, Any]:
        """What the form shows of somebody who is in the group."""
        return {
            "organisation": member.organisation_id,
            "name": member.name,
            "function": member.function,
            "was_involved": _said(member.was_involved),
            "knows_policy": _said(member.knows_policy),
            "has_influence": _said(member.has_influence),
            "is_manager": member.is_manager,
            "override_reason": member.override_reason,
        }


class TeamMemberForm(MemberForm):
    """For the review team: the three declarations (DOMAIN.md 1a, A52-53)."""

    was_involved = YesNo(_l("Was this person involved in the case?"))
    knows_policy = YesNo(_l("Does this person know the policy of the organisation?"))
    has_influence = YesNo(_l("Can this person bring change in the organisation?"))
    override_reason = PrivateText(
        _l("Why this person takes part all the same"),
        blank=True,
        longest=300,
        description=_l(
            "Only when an answer asks for it; the reason is listed with the coordinator's name."
        ),
    )

    @property
    def facts(self) -> dict[str, Any]:
        """With the declarations, and the reason to go on in spite of them."""
        return super().facts | {
            "was_involved": self.was_involved.is_yes,
            "knows_policy": self.knows_policy.is_yes,
            "has_influence": self.has_influence.is_yes,
            "override_reason": self.override_reason.data or "",
        }


class CaseMemberForm(MemberForm):
    """For the case group: involved oneself (DOMAIN.md 1a, A53-54)."""

    was_involved = YesNo(_l("Was this person involved in the case?"))
    is_manager = BooleanField(_l("Is a manager of others in this group"))

    @property
    def facts(self) -> dict[str, Any]:
        """With the one declaration, and whether this is a manager."""
        return super().facts | {
            "was_involved": self.was_involved.is_yes,
            "is_manager": self.is_manager.data,
        }


class ConfirmForm(Form):
    """Who confirmed a group on behalf of the commissioners."""

    contact = PickField(_l("Who confirmed it"))
