"""The comparison itself: what means the same is equal, and what a reader could notice never is."""

import pytest

from tests.mjml5.differences import ALLOWED, unexplained
from tests.mjml5.views import modern, outlook

LETTER = (
    '<html lang="en"><head><style type="text/css">p { margin:0; color:#fff }</style></head>'
    '<body class="paper" style="word-spacing:normal;"><div role="article" style="word-spacing:normal;">'
    '<!--[if mso | IE]><table class="run-outlook" width="600"><tr><td><![endif]-->'
    '<div class="run wide" style="margin:0px auto;max-width:600px;"><a href="u" style="color:#24211d">words</a>'
    '<img src="s" alt="" width="552"><p>&#8202;</p></div>'
    "<!--[if mso | IE]></td></tr></table><![endif]-->"
    "<!--[if !mso]><!--><p>not for Outlook</p><!--<![endif]--></div></body></html>"
)
SAME = [
    ("<p>&#8202;</p>", "\n <p>\t&#8202; </p>\n"),
    ('class="run wide"', 'class="wide  run"'),
    ('src="s" alt=""', "alt='' src='s'"),
    ("margin:0px auto;max-width:600px;", "max-width: 600px; margin: 0px auto"),
    ("color:#24211d", "color:#24211D"),
    ("p { margin:0; color:#fff }", "p{margin:0;color:#ffffff;}"),
    ("<p>&#8202;</p>", '<p class="" style="">\u200a</p>'),
    ("<![endif]--></div>", "<![endif]--><!--[if mso | IE]><![endif]--></div>"),
]
OTHER = [
    ("max-width:600px", "max-width:599px"),
    ("max-width:600px;", ""),
    ('width="552"', 'width="600"'),
    (' alt=""', ""),
    ("words", "word"),
    ("#24211d", "#24211e"),
    ('href="u"', 'href="v"'),
    ('lang="en"', 'lang="en" dir="rtl"'),
    ('role="article"', 'role="main"'),
    ("<p>&#8202;</p>", "<p></p>"),
    ("<p>&#8202;</p>", "<div>&#8202;</div>"),
    ("margin:0; color:#fff", "color:#fff"),
    ('class="run wide"', 'class="run"'),
    ('style="color:#24211d"', 'style="color:#24211d;color:#000000"'),
    ('<img src="s" alt="" width="552"><p>&#8202;</p>', '<p>&#8202;</p><img src="s" alt="" width="552">'),
    ("<a ", '<a vertical-align="middle" '),
    ("<div class", '<div vertical-align="middle" class'),
    ('type="text/css"', 'type="text/css" media="print"'),
]
ONLY_OUTLOOK = [
    ("<table class", "<table bgcolor='#ffffff' class"),
    ('width="600"', 'width="640"'),
    ("<tr><td>", "<tr>"),
]


def differs(view, before, after):
    assert before in LETTER
    return unexplained(view(LETTER.replace(before, after)), view(LETTER), allowed=ALLOWED) != []


@pytest.mark.parametrize("view", [modern, outlook])
@pytest.mark.parametrize(("before", "after"), SAME)
def test_what_means_the_same_is_equal(view, before, after):
    assert not differs(view, before, after)


@pytest.mark.parametrize("view", [modern, outlook])
@pytest.mark.parametrize(("before", "after"), OTHER)
def test_what_readers_could_notice_fails(view, before, after):
    assert differs(view, before, after)


@pytest.mark.parametrize(("before", "after"), ONLY_OUTLOOK)
def test_what_only_outlook_sees_fails_in_its_view_alone(before, after):
    assert differs(outlook, before, after)
    assert not differs(modern, before, after)


def test_what_outlook_never_sees_fails_in_the_other_view_alone():
    assert differs(modern, "not for Outlook", "not for it")
    assert not differs(outlook, "not for Outlook", "not for it")


def test_the_last_of_two_equal_declarations_stays_the_last():
    one, other = modern('<p style="color:#111111;color:#222222">'), modern('<p style="color:#222222;color:#111111">')

    assert unexplained(one, other, allowed=ALLOWED)


def test_style_blocks_may_be_parted_but_lose_no_rule():
    whole = modern('<style type="text/css">a{x:1}b{y:2}</style>')
    parted = modern('<style type="text/css">a{x:1}</style><style type="text/css">b{y:2}</style>')
    shorter = modern('<style type="text/css">a{x:1}</style>')

    assert unexplained(parted, whole, allowed=ALLOWED) == []
    assert unexplained(shorter, whole, allowed=ALLOWED)


def test_a_class_lost_with_the_body_is_noticed():
    theirs = modern('<body class="paper"><div role="article"></div></body>')
    kept, lost = modern('<body><div role="article" class="paper">'), modern('<body><div role="article">')

    assert unexplained([*kept, *theirs[-2:]], theirs, allowed=ALLOWED) == []
    assert unexplained([*lost, *theirs[-2:]], theirs, allowed=ALLOWED)


def test_a_difference_is_told_as_lines_of_both_sides():
    lines = unexplained(modern("<p>ours</p>"), modern("<p>theirs</p>"), allowed=ALLOWED)

    assert [line for line in lines if line[0] in "+-"] == ["-theirs", "+ours"]
