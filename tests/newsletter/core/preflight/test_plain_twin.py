from newsletter.core.preflight.plain_twin import check

OTHER = "https://example.org/another"


def test_a_link_that_the_text_lacks_is_named(a_letter):
    (finding,) = check(a_letter(body=f'<p>Two words</p><a href="{OTHER}">Another page</a>'))

    assert (finding.check, finding.words) == ("W11", "The link “Another page” is missing in the plain text.")


def test_a_link_that_the_text_folds_is_not_missing(a_letter):
    text = "Two words here\n\n[1] https://example.org/\n  another\n" * 4

    assert not list(check(a_letter(body=f'<a href="{OTHER}">Another page</a>', text=text)))


def test_a_text_that_leaves_most_out_gets_a_hint(a_letter, said):
    assert "much shorter" in said(check, a_letter(text="Hello.", body="<p>" + "word " * 200 + "</p>"))
