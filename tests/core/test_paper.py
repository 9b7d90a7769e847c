import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import IndirectObject
from reportlab.pdfbase.ttfonts import TTFontFile
from reportlab.platypus import PageBreak

from lt_admin.core import i18n
from lt_admin.core.money import Money
from lt_admin.core.paper.archive import Attachment
from lt_admin.core.paper.letter import Opening
from lt_admin.core.paper.lines import lines_of, printable, strong
from lt_admin.core.paper.look import BODY, CELL
from lt_admin.core.paper.parts import badge, notice, signatures
from lt_admin.core.paper.payment import PaymentWords, epc_code, payment_box
from lt_admin.core.paper.sender import Sender
from lt_admin.core.paper.sheet import Paper, render
from lt_admin.core.paper.tables import Columns, ruled_table, totals
from lt_admin.core.paper.words import bulleted, numbered, section, text, title, topic

SENDER = Sender(
    "Stichting Voorbeeld (demo)",
    *("Voorbeeldkade 12", "1234 AB", "Testerdam", "010 000 00 00", "post@lt-demo.example"),
    *("12345678", "001234560", "NL001234560B01", "NL93DEMO0123456789"),
)
ADDRESS = ("Pleegzorg Merelnest", "Merelhof 31", "1238 EF  Kustzicht")


def paper(*story, attachments=(), name="Brief 7", sender=SENDER):
    opening = Opening(sender, ADDRESS, [("Nummer", "2025-0014")])
    return Paper(name, date(2025, 6, 30), sender, [opening, title(name), *story], attachments)


def table(rows=3):
    lines = [[f"regel {n}", "1:00"] for n in range(rows)]
    head = ["Wat", "Uren"]
    return ruled_table(head, [*lines, ["Samen", "9:00"]], Columns((100, 65), (1,)), strong=(rows,))


def read(pdf):
    return PdfReader(BytesIO(pdf))


def words_of(pdf):
    return " ".join(" ".join(page.extract_text().split()) for page in read(pdf).pages)


def elements(pdf):
    """The structure tree as (role, attributes, kids), depth first."""

    def walk(node):
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, dict) and "/S" in node:
            yield node
        for kid in node.get("/K", []) if isinstance(node, dict) else ():
            yield from walk(kid)

    return list(walk(read(pdf).trailer["/Root"]["/StructTreeRoot"]["/K"]))


def roles(pdf):
    return [element["/S"].removeprefix("/") for element in elements(pdf)]


def fonts(reader):
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            yield font.get_object()


def test_a_paper_names_itself_its_language_and_its_standards():
    with i18n.speaking("en"):
        reader = read(render(paper(text("Hello"))))

    root = reader.trailer["/Root"]
    packet = root["/Metadata"].get_object().get_data().decode()
    assert reader.metadata.title == "Brief 7"
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert "<pdfaid:part>3</pdfaid:part>" in packet
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet


def test_every_font_is_embedded_and_can_be_read_back():
    reader = read(render(paper(text(strong("vet") + " en gewoon"), table(), notice("goed", "ok"))))

    assert {font["/BaseFont"].split("+")[1] for font in fonts(reader)} >= {"LTPaper-Bold"}
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in fonts(reader))
    assert all("/ToUnicode" in font for font in fonts(reader))


def test_the_same_paper_gives_the_same_bytes_whenever_it_is_made():
    first = render(paper(text("Dag"), table()))

    assert render(paper(text("Dag"), table())) == first
    assert read(first).metadata.creation_date.date() == date(2025, 6, 30)
    assert read(first).trailer["/ID"] != read(render(paper(text("Dag!")))).trailer["/ID"]


def test_only_one_thread_at_a_time_cuts_fonts(monkeypatch):
    cut, at_once, now = TTFontFile.makeSubset, [], []

    def watched(self, subset):
        now.append(self)
        at_once.append(len(now))
        time.sleep(0.001)
        now.remove(self)
        return cut(self, subset)

    monkeypatch.setattr(TTFontFile, "makeSubset", watched)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: render(paper(text("Dag"), table())), range(8)))

    assert max(at_once) == 1
    assert len(set(made)) == 1


def test_what_looks_like_markup_is_printed_as_it_stands():
    nasty = "<b>Jansen & Zn</b> &amp; <img src='x'/> %(name)s {0} \\("

    made = render(paper(text(nasty), *numbered([nasty]), name="Offerte <i>&"))

    assert words_of(made).count(nasty) == 2
    assert read(made).metadata.title == "Offerte <i>&"


def test_characters_that_no_font_has_get_their_nearest_form():
    assert printable("Łukasz Ñandú ễ\tx") == "Łukasz Ñandú e x"
    assert printable("日本 \u200b\x00") == "?? "
    assert "Nguye?n" not in words_of(render(paper(text("Nguyễn"))))


def test_control_characters_stand_nowhere_in_the_file():
    nasty = "Plan\x00 \x01\x02A\x03\x1f\x7f\x9f\ud800"

    reader = read(made := render(paper(section(nasty), text(nasty), name=nasty)))

    packet = ET.fromstring(reader.trailer["/Root"]["/Metadata"].get_object().get_data())
    assert "Plan A" in " ".join(packet.itertext())
    assert reader.metadata.title == "Plan A"
    assert reader.outline[1][0].title == "Plan A"
    assert not re.search(r"[^ -~\xa0-\uffff]", words_of(made))


def test_headings_tables_lists_and_figures_are_tagged():
    box = payment_box(PaymentWords("Betaal", (("IBAN", "NL93"),), "Scan", "QR-code"), "BCD")
    story = [section("Deel"), topic("Kop"), table(), *numbered(["een", "twee"]), *bulleted(["x"])]

    made = render(paper(*story, box, signatures([("A", "b")], ("c", "d")), badge("klaar", "ok")))

    found = roles(made)
    assert found.count("H1") == 1
    assert found.index("H1") < found.index("H2") < found.index("H3")
    assert (found.count("L"), found.count("LI"), found.count("LBody")) == (2, 3, 3)
    assert [e["/Alt"] for e in elements(made) if e["/S"] == "/Figure"] == ["QR-code"]


def test_header_cells_say_for_which_cells_they_stand():
    heads = [e["/A"]["/Scope"] for e in elements(render(paper(table()))) if e["/S"] == "/TH"]

    facts_of_the_opening, columns, rows = 1, 2, 4
    assert heads.count("/Column") == columns
    assert heads.count("/Row") == rows + facts_of_the_opening


def test_a_long_table_repeats_its_head_for_the_eye_and_stays_one_table():
    made = render(paper(table(rows=80)))

    pages = [page.extract_text() for page in read(made).pages]
    assert len(pages) == 3
    assert all("Uren" in page for page in pages)
    assert roles(made).count("Table") == 2  # with the facts of the opening
    assert roles(made).count("TR") == 1 + 1 + 80 + 1


@pytest.mark.parametrize("rows", range(24, 54, 6))
def test_a_sum_never_stands_alone_on_a_page(rows):
    last = read(render(paper(table(rows)))).pages[-1].extract_text()

    assert "Samen" in last
    assert f"regel {rows - 1}" in last


def test_pages_are_counted_in_the_language_of_the_paper():
    pages = {}
    for language in i18n.LANGUAGES:
        story = [text("een"), PageBreak(), text("twee"), PageBreak(), text("drie")]
        with i18n.speaking(language):
            pages[language] = read(render(paper(*story))).pages

    for number, (dutch, english) in enumerate(zip(pages["nl"], pages["en"], strict=True), start=1):
        assert f"Pagina {number} van 3" in dutch.extract_text()
        assert f"Page {number} of 3" in english.extract_text()


def test_a_file_travels_inside_the_paper():
    made = render(paper(attachments=[Attachment("a.xml", "text/xml", b"<a/>", "UBL")]))

    reader = read(made)
    assert reader.attachments == {"a.xml": [b"<a/>"]}
    assert reader.trailer["/Root"]["/AF"][0]["/AFRelationship"] == "/Alternative"


def test_a_number_the_sender_does_not_have_is_left_out():
    poor = Sender("Naam", "", "", "", "", "", "12345678", "", "", "")

    made = words_of(render(paper(sender=poor)))

    assert "12345678" in made
    assert "RSIN" not in made
    assert "IBAN" not in made


def test_a_cell_longer_than_a_page_goes_on_in_the_next_row():
    rows = [["woord " * 900, "1:00"]]

    made = render(paper(ruled_table(["Wat", "Uren"], rows, Columns((100, 65), (1,)))))

    assert words_of(made).count("woord") == 900


def test_an_address_and_facts_of_many_lines_push_the_title_down():
    opening = Opening(
        SENDER, ["Zeer lange naam " * 8, *ADDRESS], [(f"F{n}", "x") for n in range(20)]
    )

    _, height = opening.wrap(500, 800)

    assert height > 45 * 2.83 + 20 * 14


@given(st.text(max_size=300), st.floats(min_value=40, max_value=500))
def test_lines_keep_every_word_and_stay_within_the_width(words, width):
    lines = lines_of(words, BODY, width)

    kept = "".join(run.words for line in lines for run in line)
    wanted = printable(words).replace("\x02", "").replace("\x03", "")
    assert kept.replace(" ", "") == wanted.replace(" ", "").replace("\n", "")
    assert max(sum(run.width for run in line) for line in lines) <= width + 0.01


def test_a_strong_part_is_bold_and_no_more_than_that_part():
    (line,) = lines_of(f"Betaal {strong('€ 5,00')}, graag", CELL, 400)

    assert [(run.words, run.font) for run in line] == [
        ("Betaal ", "Inter-Regular"),
        ("€ 5,00", "Inter-Bold"),
        (", graag", "Inter-Regular"),
    ]


def test_a_word_breaks_at_its_hyphen_and_a_date_does_not():
    broken = lines_of("hoofd-reviewer 15-05-2025", BODY, 60)

    assert ["".join(run.words for run in line) for line in broken] == [
        *("hoofd-", "reviewer", "15-05-2025"),
    ]


def test_a_number_that_is_too_wide_shrinks_and_never_breaks():
    rows = [["a", "\u20ac\u00a0123.456.789,00"]]

    made = words_of(render(paper(ruled_table(["Wat", "Bedrag"], rows, Columns((100, 20), (1,))))))

    assert "\u20ac 123.456.789,00" in made


def test_the_payment_code_says_whom_and_what_to_pay():
    code = epc_code("Stichting", "NL93 DEMO 0123 4567 89", Money(303786), "2025-0014")

    assert code.split("\n") == [
        *("BCD", "002", "1", "SCT", "", "Stichting", "NL93DEMO0123456789"),
        *("EUR3037.86", "", "", "2025-0014"),
    ]


def test_totals_stand_at_the_right_with_the_last_one_large():
    made = words_of(render(paper(totals([("Netto", "€ 1,00"), ("Te betalen", "€ 1,21")]))))

    assert "Netto € 1,00 Te betalen € 1,21" in made
