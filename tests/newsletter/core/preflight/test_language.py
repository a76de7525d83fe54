import pytest

from newsletter.core.preflight.language import check


def test_a_letter_that_names_its_language_passes(a_letter):
    assert not list(check(a_letter()))


@pytest.mark.parametrize(
    "html",
    [
        '<html lang="en"><body><div lang="en" dir="ltr">x</div></body></html>',
        '<html lang="en" dir="ltr"><body><div lang="en">x</div></body></html>',
        '<html lang="en" dir="ltr"><body><div lang="en" dir="ltr">x</div><div>y</div></body></html>',
    ],
)
def test_a_missing_language_or_direction_stops_once(a_letter, html):
    assert [finding.check for finding in check(a_letter(html=html))] == ["B12"]


def test_a_layout_table_without_role_stops(a_letter, said):
    assert "1 layout tables" in said(check, a_letter(body="<table><tr><td>x</td></tr></table>"))


def test_tables_for_outlook_count_too(a_letter, said):
    body = "<!--[if mso | IE]><table><tr><td><![endif]-->x<!--[if mso]></td></tr></table><![endif]-->"

    assert "1 layout tables" in said(check, a_letter(body=body))
