"""The quote on paper: what commissioners read, accept and keep."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from reportlab.platypus import Flowable, KeepTogether, PageBreak

from lt_admin.billing.models.quotes import (
    CostShare,
    LineKind,
    LineRole,
    Quote,
    QuoteKind,
    QuoteLine,
)
from lt_admin.billing.rules import terms
from lt_admin.billing.rules.drafts import cost_name
from lt_admin.billing.rules.shares import ShareKind
from lt_admin.core import i18n
from lt_admin.core.formats import euro, hours, long_day, percent
from lt_admin.core.i18n import gettext as _
from lt_admin.core.i18n import ngettext
from lt_admin.core.money import ZERO, Money
from lt_admin.core.paper.letter import Opening
from lt_admin.core.paper.lines import strong
from lt_admin.core.paper.look import CAPTION
from lt_admin.core.paper.sender import Sender
from lt_admin.core.paper.sheet import Paper, render
from lt_admin.core.paper.tables import Columns, ruled_table, totals
from lt_admin.core.paper.words import numbered, section, text, title, topic
from lt_admin.orientation.queries.words import TYPES
from lt_admin.orientation.rules.engagements import STEPS, EngagementType

PLAN = Columns((32, 56, 17, 17, 17, 26), numbers=(2, 3, 4, 5))
COSTS = Columns((37, 102, 26), numbers=(2,))
SHARES = Columns((79, 20, 22, 22, 22), numbers=(1, 2, 3, 4))
MOST_NAMES = 5  # in the address window


def quote_pdf(quote: Quote, sender: Sender) -> bytes:
    """A sent quote as every commissioner gets it, in its language; equal quotes, equal bytes."""
    with i18n.speaking(quote.language):
        story = [
            *_opening(quote, sender),
            *_plan(quote),
            *_other_costs(quote),
            *_shares(quote),
            *_conditions(quote),
            *_agreement(quote),
            *(_ground_rules() if quote.kind is QuoteKind.REVIEW else ()),
        ]
        name = _("Quote %(name)s", name=quote.name)
        return render(Paper(name, quote.sent_on or quote.valid_until, sender, story))


def _opening(quote: Quote, sender: Sender) -> list[Flowable]:
    """Letterhead, subject, purpose and the price in a sentence."""
    named = {
        QuoteKind.REVIEW: (_("Quote for a learning review"), terms.PURPOSE),
        QuoteKind.CHANGE_ORDER: (_("Change order"), terms.CHANGE_PURPOSE),
        QuoteKind.FOLLOW_UP: (_("Quote for a follow-up"), terms.FOLLOW_UP_PURPOSE),
    }
    subject, purpose = named[quote.kind]
    return [
        Opening(sender, _address(quote), _facts(quote)),
        title(subject),
        text(str(purpose)),
        text(_price(quote)),
        *(text(words) for words in _planning(quote)),
    ]


def _address(quote: Quote) -> list[str]:
    """One commissioner with its address, or the names of several."""
    names = [share.organisation.name for share in quote.shares]
    if len(names) > MOST_NAMES:
        others = len(names) - MOST_NAMES + 1
        return [*names[: MOST_NAMES - 1], _("and %(number)s others", number=others)]
    if len(names) > 1:
        return names
    lines: list[str] = []
    for share in quote.shares:
        name, *place = share.organisation.address_lines
        attention = [_("Attn. %(name)s", name=share.contact.name)] if share.contact else []
        lines = [name, *attention, *place]
    return lines


def _facts(quote: Quote) -> list[tuple[str, str]]:
    language = i18n.language()
    kind = quote.engagement.type
    facts = [
        (_("Quote"), quote.name),
        (_("Date"), long_day(quote.sent_on, language) if quote.sent_on else ""),
        (_("Valid until"), long_day(quote.valid_until, language)),
        (_("Kind"), str(TYPES[kind]) if kind else ""),
        (_("Coordinator"), quote.engagement.coordinator.name),
    ]
    return [fact for fact in facts if fact[1]]


def _price(quote: Quote) -> str:
    language, count = i18n.language(), len(quote.shares)
    taken = _("%(hours)s hours", hours=hours(quote.minutes))
    work = _(
        "This takes %(hours)s of the reviewers, at %(rate)s an hour.",
        hours=strong(taken),
        rate=euro(quote.rate, language),
    )
    most = _("at most %(amount)s", amount=euro(quote.net, language))
    whole = ngettext(
        "The price is %(most)s, without VAT.",
        "The price is %(most)s, without VAT, shared by %(num)s commissioners.",
        count,
        most=strong(most),
    )
    return f"{work} {whole}" if quote.minutes else whole


def _planning(quote: Quote) -> list[str]:
    """When we start and expect to finish, as far as the quote says it."""
    language, said = i18n.language(), []
    if quote.kind is not QuoteKind.CHANGE_ORDER:
        starts = ngettext(
            "We start when you have agreed.",
            "We start when all %(num)s commissioners have agreed.",
            len(quote.shares),
        )
        said.append(starts)
    if quote.starts_on:
        said.append(_("By plan that is on %(day)s.", day=long_day(quote.starts_on, language)))
    if quote.ends_on:
        said.append(_("We expect to finish on %(day)s.", day=long_day(quote.ends_on, language)))
    return [" ".join(said)] if said else []


def _plan(quote: Quote) -> list[Flowable]:
    """The hours by step: what each yields, of whom, and what it costs."""
    lines = [line for line in quote.lines if line.kind is LineKind.HOURS]
    rows = [
        _step_row(step, [line for line in lines if line.step == step])
        for step in sorted({line.step for line in lines})
    ]
    if quote.kind is QuoteKind.REVIEW:
        asked, brought = _("your question and this plan"), _("what it has brought")
        rows.insert(0, [step_name(1), asked, "", "", "", _("no charge")])
        rows.append([step_name(6), brought, "", "", "", _("own quote")])
    sums = [[_("Together"), "", *_sums(lines)]] if len(rows) > 1 else []
    head = [
        *(_("Step"), _("What we do"), _("Lead reviewer"), _("Second reviewer")),
        *(_("Hours"), _("Amount")),
    ]
    note = _("Hours in hours and minutes; amounts without VAT.")
    table = ruled_table(head, [*rows, *sums], PLAN, strong=(len(rows),))
    return [section(_("The plan by step")), table, text(note, CAPTION)] if lines else []


def _step_row(step: int, lines: Sequence[QuoteLine]) -> list[str]:
    described = [line.description for line in lines if line.description]
    return [step_name(step), described[0] if described else "", *_sums(lines)]


def step_name(step: int) -> str:
    """A step with its number: ``Step 2 Exploring``."""
    return _("Step %(number)s %(name)s", number=step, name=STEPS[step])


def _sums(lines: Sequence[QuoteLine]) -> list[str]:
    """Hours of the lead, of the second, of both, and the amount."""
    lead = sum(line.minutes for line in lines if line.role is LineRole.LEAD)
    second = sum(line.minutes for line in lines if line.role is LineRole.SECOND)
    amount = euro(Money.total(line.amount for line in lines), i18n.language())
    return [hours(lead), hours(second), hours(lead + second), amount]


def _other_costs(quote: Quote) -> list[Flowable]:
    lines = [line for line in quote.lines if line.kind is LineKind.COST]
    if not lines:
        return []
    language = i18n.language()
    rows = [
        [step_name(c.step), cost_name(c.description, c.amount), euro(c.amount, language)]
        for c in lines
    ]
    rows.append([_("Together"), "", euro(Money.total(c.amount for c in lines), language)])
    table = ruled_table(
        [_("Step"), _("Description"), _("Amount")], rows, COSTS, strong=(len(lines),)
    )
    has_discount = any(line.amount < ZERO for line in lines)
    return [section(_("Other costs and discounts") if has_discount else _("Other costs")), table]


def _shares(quote: Quote) -> list[Flowable]:
    """Who pays what at most, with the VAT as it is now."""
    heading, note = section(_("What it costs at most")), text(_vat_note(), CAPTION)
    if len(quote.shares) > 1:
        return [KeepTogether([heading, _shares_table(quote), note])]
    language, tax = i18n.language(), Money.total(vat_of(share) for share in quote.shares)
    rows = [
        (_("Without VAT"), euro(quote.net, language)),
        (_vat_name(quote), euro(tax, language)),
        (_("At most"), euro(quote.net + tax, language)),
    ]
    return [KeepTogether([heading, totals(rows), note])]


def _shares_table(quote: Quote) -> Flowable:
    rows = [
        [share.organisation.name, part_words(share), *_amounts(share.amount, vat_of(share))]
        for share in quote.shares
    ]
    tax = Money.total(vat_of(share) for share in quote.shares)
    rows.append([_("Together"), "", *_amounts(quote.net, tax)])
    head = [
        *(_("Commissioner"), _("Share"), _("Without VAT"), _vat_name(quote), _("At most")),
    ]
    return ruled_table(head, rows, SHARES, strong=(len(rows) - 1,))


def _amounts(net: Money, tax: Money) -> list[str]:
    return [euro(amount, i18n.language()) for amount in (net, tax, net + tax)]


def part_words(share: CostShare) -> str:
    """The share as it was agreed: a percentage, so many parts of a whole, or an amount."""
    if share.kind is ShareKind.PERCENT:
        return percent(Fraction(share.value, 10_000), i18n.language())
    if share.kind is ShareKind.WEIGHT:
        whole = sum(each.value for each in share.quote.shares)
        return f"{share.value}/{whole}"
    return _("the rest") if share.kind is ShareKind.REST else _("fixed")


def vat_of(share: CostShare) -> Money:
    """The VAT on a share at the rates of its quote, rounded half up to the cent."""
    lines, net = share.quote.lines, share.quote.net
    if net == ZERO:
        return ZERO
    taxed = sum(line.amount.cents * line.vat_percent for line in lines)
    return share.amount.part(Fraction(taxed, 10_000 * net.cents))


def _vat_name(quote: Quote) -> str:
    """VAT with its rate, when there is one rate."""
    rates = {line.vat_percent for line in quote.lines}
    if len(rates) > 1:
        return _("VAT")
    rate = percent(Fraction(rates.pop() if rates else 0, 10_000), i18n.language())
    return _("VAT %(rate)s", rate=rate)


def _vat_note() -> str:
    return _("Each invoice states the VAT at the rate that is then in force.")


def _conditions(quote: Quote) -> list[Flowable]:
    """What both sides may count on; a change order leaves that as it was."""
    if quote.kind is QuoteKind.CHANGE_ORDER:
        return []
    if quote.kind is QuoteKind.FOLLOW_UP:
        return [text(f"{terms.CEILING} {terms.ONE_INVOICE}")]
    is_short = quote.engagement.type is EngagementType.SHORT_ONE_DAY
    bills = terms.ONE_INVOICE if is_short else terms.TWO_INVOICES
    items = [str(words) for words in (terms.CEILING, bills, *terms.CONDITIONS)]
    return [section(_("What you and we may expect of each other")), *numbered(items)]


def _agreement(quote: Quote) -> list[Flowable]:
    words = _(
        "You can agree until %(day)s with the link in our e-mail, by giving your name and "
        "function; with the same link you can ask for a change. The agreement holds for exactly "
        "this version, and for the ground rules of the learning review.",
        day=strong(long_day(quote.valid_until, i18n.language())),
    )
    return [KeepTogether([section(_("How you agree")), text(words)])]


def _ground_rules() -> list[Flowable]:
    """The annex that every director agrees to."""
    made: list[Flowable] = [
        PageBreak(),
        section(_("Annex: ground rules of the learning review")),
        text(str(terms.RULES_INTRODUCTION)),
    ]
    for number, (name, words) in enumerate(terms.GROUND_RULES, start=1):
        made += [topic(f"{number}. {name}"), text(str(words))]
    return made
