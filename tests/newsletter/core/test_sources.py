import pytest

from newsletter.core.sources import import_source, source_words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("sign-up", "a sign-up form"),
        (import_source("mailchimp", "3f2a91bc"), "import 3f2a91bc (Mailchimp)"),
        ("import-mailchimp", "import (Mailchimp)"),
        ("import-nobody-3f2a91bc", "import-nobody-3f2a91bc"),
        ("a fair in May", "a fair in May"),
        ("", ""),
    ],
)
def test_a_source_is_said_in_words(source, words):
    assert source_words(source) == words
