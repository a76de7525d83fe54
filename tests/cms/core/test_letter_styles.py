import re
from pathlib import Path

import pytest

from cms.core.theme import Theme

THEME = Theme.parse(Path("templates/theme/tokens.toml").read_text("utf-8"))
STYLES = THEME.styles
NAMES = "h1 h2 h3 p lead beat closing ul ol li a quote cite label small tint_is tint_not tint_note kicker turn"


def test_every_element_that_a_face_writes_has_its_style():
    assert set(NAMES.split()) == set(STYLES)


def test_body_and_headings_have_the_sizes_of_the_look():
    assert "Georgia" in STYLES["p"]
    assert "font-size:17px;line-height:1.6" in STYLES["p"]
    assert "font-size:24px" in STYLES["h2"]
    assert "font-size:20px" in STYLES["h3"]


@pytest.mark.parametrize("name", sorted(STYLES))
def test_style_is_safe_inside_an_attribute_and_for_every_client(name):
    style = STYLES[name]

    assert style.endswith(";")
    assert '"' not in style
    assert not re.search(r"(?<![\d#.])0[ ;]", style)
    assert all(len(color) == 6 for color in re.findall(r"#([0-9a-f]+)", style))


@pytest.mark.parametrize("name", sorted(STYLES))
def test_no_words_are_smaller_than_fourteen_pixels_or_justified(name):
    sizes = [int(size) for size in re.findall(r"font-size:(\d+)px", STYLES[name])]

    assert all(size >= 14 for size in sizes)
    assert "justify" not in STYLES[name]


def test_link_is_known_by_more_than_its_color():
    assert "underline" in STYLES["a"]


@pytest.mark.parametrize(
    ("name", "own", "mirrored"),
    [
        ("ul", "padding:0px 0px 0px 24px", "padding:0px 24px 0px 0px"),
        ("ol", "padding:0px 0px 0px 24px", "padding:0px 24px 0px 0px"),
        ("turn", "padding:0px 0px 0px 24px", "padding:0px 24px 0px 0px"),
        ("quote", "border-left", "border-right"),
        ("quote", "padding:0px 0px 0px 16px", "padding:0px 16px 0px 0px"),
    ],
)
def test_what_is_indented_is_indented_where_its_lines_begin(name, own, mirrored):
    assert own in STYLES[name]
    assert mirrored in THEME.mirrored_styles[name]
    assert own not in THEME.mirrored_styles[name]
