from newsletter.core.preflight.body import check


def test_a_letter_with_words_passes(a_letter):
    assert not list(check(a_letter()))


def test_an_issue_without_items_stops(a_letter, said):
    assert "no items yet" in said(check, a_letter(items=0))


def test_a_letter_that_shows_nothing_stops(a_letter, said):
    assert "shows no words" in said(check, a_letter(html='<body><div style="display:none">x</div></body>'))


def test_an_empty_plain_text_stops(a_letter, said):
    assert "plain text" in said(check, a_letter(text=" \n"))
