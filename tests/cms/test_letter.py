import pytest
from hypothesis import given, strategies as st

from cms.core.letter import LetterContext
from cms.core.mjml import CompileFailed
from cms.core.skeleton import Run
from cms.core.slots import SlotMismatch
from cms.letter import compile_letter
from cms.models import SupportLine
from cms.rich_text.targets import Target
from cms.shell import Logo, Shell, SupportEntry, SupportWay, WayOut, support_entries
from cms.theme import site_theme
from tests.cms.conftest import BASE

HOSTILE = '"><script>alert(1)</script> & \u00a0 हिन्दी 👩\u200d💻 ]]> [[x]] zq00000qz {{ x }} {% x %}'
SHELL = Shell(
    subject=HOSTILE,
    name=HOSTILE,
    preview_text=HOSTILE,
    kicker=HOSTILE,
    greeting=HOSTILE,
    home_url="https://site.example.org/",
    web_url="[[view_url]]",
    web_first=True,
    support=(
        SupportEntry(HOSTILE, (SupportWay("116 123", Target("tel:116123", "phone")),), HOSTILE, HOSTILE, HOSTILE),
    ),
    disclaimer=HOSTILE,
    why=HOSTILE,
    ways_out=(WayOut("Unsubscribe", "[[unsubscribe_url]]"), WayOut("Preferences", "[[preferences_url]]")),
    address=HOSTILE,
)


def letter_of(shell=SHELL, *, words="The body.", direction="ltr", runs=None):
    letter = LetterContext(theme=site_theme(), base_url=BASE, dir=direction)
    token = letter.slots.hand_out(words, kind="text", block_id="b1")
    given_runs = runs or (Run((f'<mj-text mj-class="words"><p>{token}</p></mj-text>',)),)
    return compile_letter(shell=shell, runs=given_runs, text=words, letter=letter)


def test_no_byte_of_an_author_reaches_the_compiler():
    compiled = letter_of(words=HOSTILE)

    assert compiled.skeleton.isascii()
    assert "script" not in compiled.skeleton
    assert "<script" not in compiled.html
    assert compiled.html.count("&lt;script&gt;") > 10
    assert "हिन्दी" in compiled.html


def test_the_preview_text_is_the_first_thing_in_the_body():
    html = letter_of(Shell(subject="s", name="n", preview_text="Four short questions.")).html

    before = html[html.index("<body") : html.index("Four short questions.")]
    assert before.count("<div") == 2
    assert 'style="display:none;max-height:0px;overflow:hidden;mso-hide:all"' in before


def test_nothing_is_loaded_from_elsewhere():
    html = letter_of().html

    assert "googleapis" not in html
    assert "@import" not in html
    assert "<link" not in html


@pytest.mark.parametrize(("direction", "side"), [("ltr", "left"), ("rtl", "right")])
def test_language_and_direction_stand_on_html_and_article(direction, side):
    html = letter_of(direction=direction).html

    assert html.count(f'lang="en" dir="{direction}"') >= 3
    assert f"text-align:{side}" in html


def test_dark_rules_stand_in_a_style_of_their_own_and_for_outlook_too():
    html = letter_of().html
    dark = next(style for style in html.split("</style>") if "prefers-color-scheme" in style).rpartition("<style")[2]

    assert "max-width" not in dark
    assert dark.count("[data-ogsc]") >= 10
    assert site_theme().dark.paper in dark
    assert '<meta name="color-scheme" content="light dark" />' in html


def test_all_styles_stay_below_what_gmail_reads():
    html = letter_of().html
    styles = [part.split("</style>")[0] for part in html.split("<style")[1:]]

    assert sum(map(len, styles)) < 14_000


def test_every_layout_table_says_that_it_is_one():
    html = letter_of().html

    assert html.count("<table") == html.count('role="presentation"') - html.count(
        '<td align="center" role="presentation"'
    )


def test_merge_fields_wait_for_the_recipient():
    compiled = letter_of()

    assert 'href="[[unsubscribe_url]]"' in compiled.html
    assert "Unsubscribe: [[unsubscribe_url]]" in compiled.text


def test_the_text_says_what_the_letter_says():
    text = letter_of(Shell(subject="s", name="Slow Letters", why="You confirmed.", address="12 Quiet Street")).text

    assert text.splitlines()[0] == "Slow Letters"
    assert "The body." in text
    assert text.endswith("You confirmed.\n\n12 Quiet Street\n")


def test_a_logo_stands_for_the_name_and_is_read_as_it():
    html = letter_of(Shell(subject="s", name="Slow & Letters", logo=Logo("https://site.example.org/l.png", 120))).html

    assert 'alt="Slow &amp; Letters"' in html
    assert 'width="120"' in html


def test_a_broken_face_is_named_by_its_block():
    letter = LetterContext(theme=site_theme(), base_url=BASE)
    good = letter.slots.hand_out("good", kind="text", block_id="good")
    bad = letter.slots.hand_out("bad", kind="text", block_id="bad")
    runs = [Run((f"<mj-text>{good}</mj-text>", f"<mj-text><marquee>{bad}</marquee></mj-text>"))]

    with pytest.raises(CompileFailed) as failure:
        compile_letter(shell=SHELL, runs=runs, text="", letter=letter)
    assert failure.value.block_id == "bad"


def test_a_lost_slot_stops_the_letter():
    with pytest.raises(SlotMismatch):
        letter_of(runs=[Run(("<mj-text>nothing</mj-text>",))])


def test_slots_lead_back_to_their_blocks():
    assert set(letter_of().slot_blocks.values()) == {"b1"}


@given(words=st.text(min_size=1, max_size=200))
def test_any_words_leave_the_skeleton_as_it_is(words):
    plain, any_words = letter_of(words="plain"), letter_of(words=words)

    assert plain.skeleton == any_words.skeleton


@pytest.mark.django_db
def test_support_lines_of_several_countries_name_theirs_in_words():
    for code in ("GB", "PT"):
        SupportLine.objects.create(country=code, name="Emergency services", phone="112")
    entries = support_entries(SupportLine.objects.all(), base=BASE)

    assert [entry.name for entry in entries] == ["Emergency services (United Kingdom)", "Emergency services (Portugal)"]


@pytest.mark.django_db
def test_support_lines_come_with_ways_to_reach_them():
    SupportLine.objects.create(country="GB", name="Samaritans", phone="116 123", url="https://www.samaritans.org/")
    (entry,) = support_entries(SupportLine.objects.all(), base=BASE)

    assert [way.target.href for way in entry.ways] == ["tel:116123", "https://www.samaritans.org/"]
    assert [way.plain for way in entry.ways] == ["116 123", "https://www.samaritans.org/"]
