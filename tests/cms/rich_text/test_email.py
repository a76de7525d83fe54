from cms.rich_text.email import rich_email
from cms.rich_text.letter_style import style


def test_every_link_enters_the_table_with_its_block(letter):
    html = '<p>a <a href="https://example.org/x">two <b>words</b></a></p>'
    written = rich_email(html, level="rich", letter=letter, block_id="b1")
    (link,) = letter.links.links

    assert (link.target, link.label, link.kind, link.block_id) == ("https://example.org/x", "two words", "web", "b1")
    assert 'href="https://example.org/x" style="' in written


def test_a_link_to_a_hidden_page_is_noted_as_unreachable(letter, add_page):
    page = add_page("hidden", live=False)
    written = rich_email(f'<p><a linktype="page" id="{page.pk}">x</a></p>', level="rich", letter=letter, block_id="b1")
    (link,) = letter.links.links

    assert "<a" not in written
    assert (link.reachable, link.page_id, link.target) == (False, page.pk, "")


def test_styles_repeat_nothing_that_is_inherited(letter):
    assert style(letter, "p") == "margin:0px 0px 16px"
    assert "font-family" not in style(letter, "h2")


def test_a_tint_keeps_its_ink_beside_its_ground(letter):
    found = style(letter, "tint_note")

    assert f"background-color:{letter.theme.light.tint_note}" in found
    assert f"color:{letter.theme.light.ink}" in found


def test_one_declaration_can_stand_in_place_of_another(letter):
    assert style(letter, "p", "margin:0px") == "margin:0px"
