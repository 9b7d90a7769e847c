"""What every quote says, on paper and on the page alike: purpose, conditions, ground rules."""

from __future__ import annotations

from typing import Any

from lt_admin.core.i18n import lazy_gettext as _l

PURPOSE = _l(
    "Purpose: the organisations involved learn together from what happened, by understanding how "
    "it could come about. The review does not look for someone to blame and is not an account "
    "to others."
)
FOLLOW_UP_PURPOSE = _l(
    "Purpose: to look back together, some time after the review: what did it bring, what became "
    "of the recommendations, and how do you go on?"
)
CHANGE_PURPOSE = _l(
    "Purpose: more hours than the quote you accepted, for the reason below. Everything else that "
    "was agreed stays as it is."
)

CEILING = _l(
    "We bill the actual hours. The total of this quote is the maximum; more hours only after your "
    "written agreement to a change order."
)
TWO_INVOICES = _l("We send two invoices: after step 2 and after step 5. Payment is due in 30 days.")
ONE_INVOICE = _l("We send one invoice, afterwards. Payment is due in 30 days.")
CONDITIONS: tuple[Any, ...] = (
    _l(
        "Travel time and cost are part of the hourly rate. A room and the time of your staff are "
        "at your expense."
    ),
    _l(
        "From the hourly rate we pay the reviewers and the quality system: supervision, method "
        "development and outreach."
    ),
    _l("Each reviewer signs a declaration of independence beforehand. The review is supervised."),
    _l(
        "Working documents are destroyed within 30 days of the presentation. You receive a "
        "certificate."
    ),
    _l(
        "A commissioner may stop. Each then pays a share of the hours until that moment, and we "
        "discuss together how to go on."
    ),
)

RULES_INTRODUCTION = _l(
    "These rules make it safe enough to learn from each other. The director of each participating "
    "organisation agrees to them before the first interviews begin."
)
GROUND_RULES: tuple[tuple[Any, Any], ...] = (
    (
        _l("To understand, not to judge"),
        _l(
            "We look at the work as it was at the time, with what people knew then. Nobody is "
            "judged by the outcome."
        ),
    ),
    (
        _l("Everyone takes part freely"),
        _l(
            "Staff, parents and young people choose whether and how they take part. Not taking "
            "part has no consequences."
        ),
    ),
    (
        _l("What is said stays here"),
        _l(
            "Interview notes and timelines stay with the reviewers. They do not go to managers, "
            "staff files or supervisory bodies."
        ),
    ),
    (
        _l("Organisations give time and backing"),
        _l(
            "Those who take part do so in working time and can count on their manager's support, "
            "also when a conversation is hard."
        ),
    ),
    (
        _l("Two groups, two roles"),
        _l(
            "The case group is made up of people who were involved. The review team is made up of "
            "people who were not, and who can change things. Nobody is in both."
        ),
    ),
    (
        _l("Acute concerns come first"),
        _l(
            "If someone turns out to be unsafe now, we discuss it at once with the person and the "
            "organisation responsible."
        ),
    ),
    (
        _l("The report is anonymous"),
        _l(
            "A second reader checks that nobody can be recognised in the final report. All "
            "commissioners decide together on publication."
        ),
    ),
    (
        _l("Something follows"),
        _l(
            "The boards discuss the final report, say what they do with each recommendation, and "
            "decide whether there will be a follow-up."
        ),
    ),
)

# What happens in a step, by the components of the review plan.
WORK: dict[str, Any] = {
    "compose": _l("composing the groups"),
    "privacy": _l("agreements on privacy"),
    "introduction": _l("introduction"),
    "group_interviews": _l("group interviews"),
    "interviews": _l("interviews"),
    "complex_interviews": _l("complex interviews"),
    "files": _l("file study"),
    "timeline": _l("integrated timeline"),
    "sessions": _l("dialogue sessions"),
    "analysis": _l("analysis"),
    "draft": _l("draft report"),
    "commentary": _l("commentary meeting"),
    "processing": _l("working in the comments"),
    "final": _l("final report"),
    "presentation": _l("presentation to the boards"),
    "team_feedback": _l("feedback to the team"),
    "closing": _l("closing and destroying the working documents"),
    "follow_up": _l("follow-up meeting"),
}
