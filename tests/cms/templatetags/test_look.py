"""What the look promises: readable colors, templates that load, no byte from anybody else's host."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template, render_to_string

from cms.core.contrast import contrast
from cms.templatetags import look
from cms.theme import site_theme

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = ROOT / "templates"
STYLES = sorted((ROOT / "cms/static/cms").glob("*.css"))
FRAMES = {"base.html", "newsletter/pages/frame.html"}
PIECES = {
    "by_mail.html",
    "part_by_part.html",
    "newsletter/pages/field.html",
    "newsletter/pages/undo.html",
}  # what whole pages include
PAGES = sorted(
    [
        *TEMPLATES.glob("*.html"),
        *TEMPLATES.glob("series/*/web.html"),
        *TEMPLATES.glob("newsletter/pages/*.html"),
        TEMPLATES / "newsletter/issue/web.html",
    ]
)
# Links to what an author or a reader chose are data; only what a page loads by itself is asked here.
LOADED_FROM_A_HOST = re.compile(r"""(?:src|srcset|poster|href)=["'](?:https?:)?//|url\(["']?(?:https?:)?//""")
LEAST = {"ink": 12.0, "ink_soft": 5.5, "accent": 5.0}


def name(path):
    return path.relative_to(ROOT).as_posix()


def own_name(path):
    return path.relative_to(TEMPLATES).as_posix()


def is_whole_page(path):
    return own_name(path) not in PIECES


@pytest.mark.parametrize("view", ["light", "dark"])
@pytest.mark.parametrize("words", LEAST)
def test_words_on_paper_and_cards_keep_the_contrast_that_look_md_asks(view, words):
    palette = getattr(site_theme(), view)

    ratios = [contrast(getattr(palette, words), ground) for ground in (palette.paper, palette.surface)]

    assert min(ratios) >= LEAST[words]


@pytest.mark.parametrize("view", ["light", "dark"])
def test_words_of_a_button_can_be_read(view):
    palette = getattr(site_theme(), view)

    assert contrast(palette.paper, palette.accent) >= 5


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_page_template_loads(path):
    assert get_template(own_name(path))


@pytest.mark.parametrize("path", [path for path in PAGES if is_whole_page(path)], ids=name)
def test_page_stands_in_one_of_the_two_frames(path):
    opening = path.read_text().split("\n", 1)[0]

    assert own_name(path) in FRAMES or re.match(
        r'{% extends "(base|newsletter/pages/(frame|join_again))\.html" %}', opening
    )


@pytest.mark.parametrize("folder", ["blocks", "series"])
def test_templates_obey_the_arrow(folder):
    upward = re.compile(r"(?:load|include|extends)[^%]*newsletter")

    assert [name(path) for path in (TEMPLATES / folder).rglob("*.*") if upward.search(path.read_text())] == []


@pytest.mark.parametrize("path", [*STYLES, *sorted(TEMPLATES.rglob("*.html"))], ids=name)
def test_page_loads_nothing_from_another_host(path):
    assert LOADED_FROM_A_HOST.findall(path.read_text()) == []


@pytest.mark.parametrize("path", [path for path in STYLES if path.name not in {"tokens.css", "print.css"}], ids=name)
def test_colors_come_from_tokens(path):
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", path.read_text()) == []


def test_pages_ask_early_for_every_style_that_they_use():
    wanted = set(re.findall(r'@import url\("([a-z]+\.css)"\);', (ROOT / "cms/static/cms/site.css").read_text()))

    asked = set(
        re.findall(r"preload\" href=\"{% static 'cms/([a-z]+\.css)'", (TEMPLATES / "theme/styles.html").read_text())
    )

    assert asked == wanted


def test_fonts_travel_with_their_licence():
    fonts = ROOT / "cms/static/cms/fonts"

    assert "SIL OPEN FONT LICENSE Version 1.1" in (fonts / "OFL.txt").read_text()
    assert all(font.stat().st_size < 120_000 for font in fonts.glob("*.woff2"))


def test_broken_site_still_says_so_in_its_own_voice():
    page = render_to_string("500.html")

    assert "Something broke on our side." in page
    assert "Try again" in page


def test_a_view_without_a_page_still_has_a_frame_and_a_title(rf, db):
    page = render_to_string("base.html", request=rf.get("/"))

    assert "<title>Welcome" in page
    assert '<meta property="og:type" content="website">' in page


def test_cover_is_hidden_from_those_who_listen():
    assert 'aria-hidden="true"' in look.series_pattern("after-the-long-year")


def test_newsletter_brings_its_own_accent():
    assert "--accent: #7a3b2e" in look.own_colors("#7a3b2e", "#e0a896")


@pytest.mark.parametrize("accent", ["#99aabb", "red", "#fff;}x{", "</style>"])
def test_accent_that_cannot_be_read_or_trusted_is_left_out(accent):
    assert look.own_colors(accent, "") == ""


def test_newsletter_without_colors_keeps_those_of_the_site():
    assert f"--accent: {site_theme().light.accent}" in look.own_colors("", "")


def test_no_words_end_the_script_that_holds_them():
    held = look.script_json({"headline": "</script><b>&"})

    assert "<" not in held
    assert "&" not in held


def test_json_text_is_not_wrapped_twice():
    assert look.script_json('{"a":"<"}') == '{"a":"\\u003c"}'


@pytest.mark.parametrize(("language", "expected"), [("ar", "rtl"), ("en", "ltr"), ("tlh", "ltr")])
def test_language_gives_the_direction(language, expected):
    assert look.direction(language) == expected


def test_menu_is_empty_where_there_is_no_request():
    assert look.menu({}) == []
