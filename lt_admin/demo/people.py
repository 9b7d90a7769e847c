"""The fictional people and organisations of the demo (DOMAIN.md 4); all names are invented."""

from __future__ import annotations

from dataclasses import dataclass

from lt_admin.accounts.policy import Role
from lt_admin.orientation.models.organisations import OrganisationKind as Kind
from lt_admin.orientation.models.organisations import Sector
from lt_admin.reviewers.models.people import ReviewerLevel as Level

SUFFIX = " (demo)"
MAIL_DOMAIN = "lt-demo.example"


@dataclass(frozen=True)
class Somewhere:
    """An organisation of the demo, with the mail domain of its contacts."""

    key: str
    name: str
    kind: Kind
    sector: Sector
    street: str
    postcode: str
    city: str
    kvk: str
    requires_reference: bool = False
    iban: str | None = None  # of those who are paid: the employers of reviewers


_I, _M, _P = Kind.INSTITUTION, Kind.MUNICIPALITY, Kind.PARTNERSHIP
ORGANISATIONS = (
    Somewhere(
        *("duinermeer", "Gemeente Duinermeer", _M, Sector.MUNICIPALITY),
        *("Raadhuisplein 1", "1999 AA", "Duinermeer", "90000001"),
        requires_reference=True,
    ),
    Somewhere(
        *("noorderzon", "Ziekenhuis Noorderzon", _I, Sector.MEDICAL),
        *("Zonlaan 10", "1999 AB", "Duinermeer", "90000002"),
    ),
    Somewhere(
        *("testerland", "Jeugdbescherming Testerland", _I, Sector.YOUTH_PROTECTION),
        *("Toetsweg 4", "1998 BA", "Testerland", "90000003"),
        iban="NL82TRIO2000111111",
    ),
    Somewhere(
        *("duinrand", "Veilig Thuis Duinrand", _I, Sector.YOUTH_PROTECTION),
        *("Duinrand 22", "1999 AC", "Duinermeer", "90000004"),
    ),
    Somewhere(
        *("kustzicht", "Huisartsen Kustzicht", _I, Sector.MEDICAL),
        *("Kustweg 3", "1999 AD", "Duinermeer", "90000005"),
    ),
    Somewhere(
        *("voorbeeldven", "GGZ Het Voorbeeldven", _I, Sector.MENTAL_HEALTH),
        *("Venpad 8", "1998 BB", "Testerland", "90000006"),
        iban="NL04TRIO2000222222",
    ),
    Somewhere(
        *("proefwijk", "Wijkteam Proefwijk", _I, Sector.YOUTH_CARE),
        *("Wijkplein 2", "1998 BC", "Testerland", "90000007"),
    ),
    Somewhere(
        *("schelpenhuis", "Kleinschalige Jeugdzorg 't Schelpenhuis", _I, Sector.YOUTH_CARE),
        *("Schelpenpad 5", "1997 CA", "Schelphoek", "90000008"),
    ),
    Somewhere(
        *("proefpolder", "Stichting Jeugdhulp De Proefpolder", _I, Sector.YOUTH_CARE),
        *("Polderdijk 12", "1997 CB", "Schelphoek", "90000009"),
        iban="NL23TRIO2000333333",
    ),
    Somewhere(
        *("wolkenveld", "Ambulante Jeugdhulp Wolkenveld", _I, Sector.YOUTH_CARE),
        *("Wolkenlaan 7", "1997 CC", "Schelphoek", "90000010"),
    ),
    Somewhere(
        *("merelnest", "Pleegzorg Merelnest", _I, Sector.YOUTH_CARE),
        *("Merelstraat 9", "1997 CD", "Schelphoek", "90000011"),
    ),
    Somewhere(
        *("zonnedauwveld", "Residentiële Jeugdzorg Zonnedauwveld", _I, Sector.YOUTH_CARE),
        *("Zonnedauw 1", "1996 DA", "Dauwveld", "90000012"),
    ),
    Somewhere(
        *("oefenkade", "Kamertraining Oefenkade", _I, Sector.YOUTH_CARE),
        *("Oefenkade 30", "1996 DB", "Dauwveld", "90000013"),
    ),
    Somewhere(
        *("rietkust", "Samenwerkingsverband Rietkust", _P, Sector.EDUCATION),
        *("Rietpad 6", "1995 EA", "Rietkust", "90000014"),
    ),
    Somewhere(
        *("proefvuur", "Scholengroep Proefvuur", _I, Sector.EDUCATION),
        *("Vuurweg 11", "1995 EB", "Rietkust", "90000015"),
    ),
    Somewhere(
        *("zilverstrand", "Gemeente Zilverstrand", _M, Sector.MUNICIPALITY),
        *("Strandplein 1", "1995 EC", "Zilverstrand", "90000016"),
        requires_reference=True,
    ),
    Somewhere(
        *("brugslag", "Stichting Brugslag", _I, Sector.EDUCATION),
        *("Brugweg 2", "1995 ED", "Rietkust", "90000017"),
    ),
)


@dataclass(frozen=True)
class Guide:
    """A reviewer of the demo; `employer` is an organisation's key, or None for a freelancer."""

    key: str
    name: str
    level: Level
    role: Role
    employer: str | None
    iban: str


REVIEWERS = (
    Guide("r1", "Tessa Voorbeeld", Level.LEAD, Role.REVIEWER, "proefpolder", ""),
    Guide("r2", "Bram Fictema", Level.LEAD, Role.REVIEWER, None, "NL42TRIO2000444444"),
    Guide("r3", "Nadia Proefsma", Level.ACCREDITED, Role.REVIEWER, "voorbeeldven", ""),
    Guide("r4", "Karel Demostein", Level.ACCREDITED, Role.REVIEWER, None, "NL61TRIO2000555555"),
    Guide("r5", "Yara Oefenaar", Level.IN_TRAINING, Role.REVIEWER, "testerland", ""),
    Guide("r6", "Hugo Schijnveld", Level.SUPERVISOR, Role.SUPERVISOR, None, "NL80TRIO2000666666"),
    Guide("r7", "Mirthe Denkbeeld", Level.SUPERVISOR, Role.SUPERVISOR, None, "NL02TRIO2000777777"),
)

STAFF = (
    ("coordinator", "Ilse Modelhof", Role.COORDINATOR),
    ("board1", "Vera Denkraam", Role.BOARD),
    ("board2", "Otto Schaduwberg", Role.BOARD),
    ("treasurer", "Joris Rekenveld", Role.TREASURER),
)
