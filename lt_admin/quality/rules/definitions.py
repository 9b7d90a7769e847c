"""The 28 indicators, each defined once: what counts, of what, and the norm (DOMAIN.md 2a)."""

from __future__ import annotations

from lt_admin.core.i18n import lazy_gettext as _l
from lt_admin.quality.rules.codes import Code, Definition

_CLOSED = _l("reviews closed in the period")
_RECOMMENDATIONS = _l("recommendations of reviews closed in the period")
_D = Definition
DEFINITIONS = (
    _D(
        Code.I1,
        _l("Requests converted"),
        _l("requests that became an accepted review"),
        _l("requests received in the period"),
    ),
    _D(
        Code.I2,
        _l("Orientation conversation in time"),
        _l("first conversations within 14 days of the request"),
        _l("first conversations held in the period"),
        norm=90,
        question=_l("What keeps a first conversation from taking place within 14 days?"),
    ),
    _D(
        Code.I3,
        _l("Quote in time"),
        _l("first quotes sent within 21 days of the request"),
        _l("first quotes sent in the period"),
        norm=80,
        question=_l("What keeps a quote from going out within 21 days?"),
    ),
    _D(
        Code.I4,
        _l("Not started, by reason"),
        _l("requests and quotes that ended before step 2"),
        _l("by what ended them, in the period"),
    ),
    _D(
        Code.I5,
        _l("Agreement complete before step 2"),
        _l("reviews that every participant had agreed to in writing by then"),
        _l("reviews started in the period"),
        norm=100,
        question=_l("How can a review start without the agreement of all?"),
    ),
    _D(
        Code.I6,
        _l("Two reviewers"),
        _l("reviews with a lead and a second reviewer (short review: one is enough)"),
        _CLOSED,
        norm=100,
        question=_l("Are there enough reviewers to work in pairs?"),
    ),
    _D(
        Code.I7,
        _l("Accredited lead"),
        _l("reviews led by a lead reviewer or supervisor (short review: accredited is enough)"),
        _CLOSED,
        norm=100,
        question=_l("Are there enough lead reviewers?"),
    ),
    _D(
        Code.I8,
        _l("Independence declared"),
        _l("assignments with a declaration before the first hour"),
        _l("assignments of reviewers and shadows in reviews closed in the period"),
        norm=100,
        question=_l("How does every declaration come before the first hour?"),
    ),
    _D(
        Code.I9,
        _l("Groups well composed"),
        _l("reviews without an exception in the review team or the case group"),
        _CLOSED,
        norm=90,
        question=_l("Why are exceptions needed in the groups, and what do they mean?"),
    ),
    _D(
        Code.I10,
        _l("Introduction before interviews"),
        _l("reviews whose introduction came before the first interview"),
        _l("reviews closed in the period, without short ones"),
        norm=100,
        question=_l("What made interviews begin before the introduction?"),
    ),
    _D(
        Code.I11,
        _l("Family or young person involved"),
        _l("reviews in which they took part, or the reason why not is recorded"),
        _CLOSED,
        norm=100,
        question=_l("How does every family or young person get the invitation to take part?"),
    ),
    _D(
        Code.I12,
        _l("Parallel proceedings considered"),
        _l("reviews with a recorded consideration"),
        _CLOSED,
        norm=100,
        question=_l("How is the question after other proceedings asked in every review?"),
    ),
    _D(
        Code.I13,
        _l("Method check complete"),
        _l("reviews with three of three points checked by the supervisor"),
        _CLOSED,
        norm=100,
        question=_l("What made a report go out without a complete method check?"),
    ),
    _D(
        Code.I14,
        _l("Supervision norm met"),
        _l("reviews with enough supervision at the right moments"),
        _CLOSED,
        norm=90,
        question=_l("What do reviewers need to have all their supervision in time?"),
    ),
    _D(
        Code.I15,
        _l("Finished on plan"),
        _l("reviews whose last presentation came on or before the planned end that stands"),
        _CLOSED,
        norm=80,
        question=_l("Are the plans too tight, or does something hold the reviews up?"),
    ),
    _D(
        Code.I16,
        _l("Hours within the approved quote"),
        _l("reviews whose hours differ at most a tenth from the approved ones"),
        _CLOSED,
        norm=90,
        question=_l("Do the unit hours of the quote still fit the work?"),
    ),
    _D(
        Code.I17,
        _l("Working documents destroyed in time"),
        _l("reviews with a certificate within 30 days of the last presentation"),
        _CLOSED,
        norm=100,
        question=_l("What can be arranged beforehand, so that documents are destroyed in time?"),
    ),
    _D(
        Code.I18,
        _l("Follow-up agreed"),
        _l("reviews whose last decision is to have a follow-up"),
        _CLOSED,
    ),
    _D(
        Code.I19,
        _l("Recommendations carried out"),
        _l("recommendations that are done"),
        _l("recommendations of closed reviews whose follow-up was held"),
    ),
    _D(
        Code.I20,
        _l("Recommendations on awareness"),
        _l("recommendations on individual or collective awareness"),
        _RECOMMENDATIONS,
        part="left",
    ),
    _D(
        Code.I20,
        _l("Double- or triple-loop learning"),
        _l("recommendations with a double or triple loop"),
        _RECOMMENDATIONS,
        part="deeper",
    ),
    _D(
        Code.I21,
        _l("Felt safe"),
        _l("staff who answered 4 or 5"),
        _l("staff who answered whether they felt safe to speak openly"),
        norm=80,
        question=_l("What do people need to feel safe to speak openly?"),
    ),
    _D(
        Code.I22,
        _l("Response to the evaluation"),
        _l("questionnaires filled in"),
        _l("questionnaires handed out, by group and all together"),
        norm=60,
        question=_l("How can more people be reached with the questionnaire?"),
    ),
    _D(
        Code.I23,
        _l("Satisfaction"),
        _l("mean of the core items on a scale of 1 to 5"),
        _l("answers, by group and all together"),
        norm=4,
        question=_l("What do the open answers say about what should have been different?"),
    ),
    _D(
        Code.I24,
        _l("Findings shared"),
        _l("anonymised findings added to the findings bank"),
        _l("in the period"),
    ),
    _D(
        Code.I25,
        _l("Reviewer pool"),
        _l("active reviewers by level"),
        _l("on the last day of the period"),
    ),
    _D(
        Code.I26,
        _l("Account of the quality system"),
        _l("contributions of the period, less what was spent"),
        _l("the norm looks at three years up to the end of the period"),
        norm=0,
        question=_l("What brings contributions and spending into balance?"),
    ),
    _D(
        Code.I27,
        _l("Outreach"),
        _l("meetings that spread the thinking"),
        _l("held in the period, with participants by sector"),
    ),
    _D(
        Code.I28,
        _l("Complaints and data incidents"),
        _l("complaints and data incidents"),
        _l("received in the period"),
        norm=0,
        part="count",
        question=_l("What do the complaints and incidents teach us?"),
    ),
    _D(
        Code.I28,
        _l("Complaints and data incidents handled in time"),
        _l("handled within their term"),
        _l("received in the period, whose term is over or that were handled"),
        norm=100,
        part="handled",
        question=_l("What keeps complaints and incidents from being handled in time?"),
    ),
)


def definition_of(code: Code, part: str = "") -> Definition:
    """What an indicator counts; of two figures the one named `part`, or else the first."""
    found = [each for each in DEFINITIONS if each.code is code]
    return next((each for each in found if each.part == part), found[0])
