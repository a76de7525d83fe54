import pytest

from series.admin.letter_size import LetterSize, letter_size


@pytest.fixture
def short(world):
    return world.parts["signs"].article


def test_a_short_article_says_what_it_weighs_as_a_letter(short):
    size = letter_size(short)

    assert 5_000 < size.size < 40_000
    assert size.words.endswith("KB of the 102 KB that Gmail shows")
    assert size.finding is None


def test_a_long_one_leads_to_the_split(world):
    long = world.add_article("Long", words="word " * 20_000)

    finding = letter_size(long).finding
    assert finding.check == "size"
    assert "Split it into a series" in finding.mend


def test_other_words_are_weighed_anew(short):
    before = letter_size(short).size
    draft = short.get_latest_revision_as_object()
    draft.body[0].value["body"].source += "<p>" + "more words " * 400 + "</p>"
    draft.save_revision()
    short.refresh_from_db()

    assert letter_size(short).size > before + 3_000


def test_what_cannot_be_made_says_so():
    assert LetterSize(None).words == "no letter yet"


def test_the_panel_and_the_board_show_it(world, short, client):
    client.force_login(world.staff["mara"])
    panel = client.get(f"/admin/articles/{short.pk}/preflight/").content.decode()
    board = client.get(f"/admin/pages/{world.sequence.pk}/edit/").content.decode()

    assert f"As a letter: {letter_size(short).words}." in panel
    assert f"<td>{letter_size(short).short}</td>" in board


def test_a_size_is_told_shortly_and_in_a_sentence():
    assert (LetterSize(None).short, LetterSize(34_400).short) == ("None yet", "34 KB")
    assert LetterSize(34_400).words == "34 KB of the 102 KB that Gmail shows"


def test_the_hint_begins_at_ninety_kilobytes():
    assert LetterSize(89_999).finding is None
    assert LetterSize(90_000).finding.words == "As a letter this has 90 KB; Gmail cuts letters off at 102 KB."
