from hypothesis import example, given, strategies as st

from newsletter.core.preflight.markup import Anchor, Picture, read


def test_links_and_images_are_found_in_reading_order():
    markup = read('<a href="a">One <b>two</b></a><a href="b"><img src="i" alt="Cups"></a>')

    assert markup.anchors == [
        Anchor(href="a", words="One two", hidden=False),
        Anchor(href="b", words="Cups", hidden=False),
    ]
    assert markup.pictures == [Picture(src="i", alt="Cups")]


def test_hidden_words_are_not_read():
    assert read('<style>x</style><div style="display: none">a<br>b</div><p>c</p><p>d</p>').words == "c d"


def test_addresses_are_read_as_browsers_read_them():
    assert read('<a href="https://x.example/?a=1&amp;copy=3">x</a>').anchors[0].href == "https://x.example/?a=1&copy=3"


@example("<![<")
@given(st.text("<>a/ =\"'!-[]", max_size=60))
def test_any_text_can_be_read(text):
    assert read(text).words is not None
