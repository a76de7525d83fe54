"""A mailed link opens one page for a while, and does its one thing once."""

from datetime import timedelta

import pytest

from cms.clock import Now
from newsletter.core.mailed_links import LinkPurpose
from newsletter.mailed_links import LinkRefused, mail_link, open_link, use_link
from newsletter.models import Delivery, MailedLink


@pytest.fixture
def ada(cast):
    return cast.readers["ada"].subscriber


@pytest.fixture
def token(cast, ada):
    mail_link(ada, purpose=LinkPurpose.MANAGE, newsletter=cast.newsletter)
    return MailedLink.objects.get().url.rpartition("/")[2]


def test_a_link_opens_for_its_reader_as_often_as_they_like(token, ada):
    assert open_link(token, purpose=LinkPurpose.MANAGE).subscriber == ada
    assert open_link(token, purpose=LinkPurpose.MANAGE).used_at is None


def test_a_link_opens_no_other_door(token):
    with pytest.raises(LinkRefused):
        open_link(token, purpose=LinkPurpose.ADDRESS)


@pytest.mark.parametrize("position", range(22))
def test_a_link_with_one_wrong_letter_opens_nothing(token, position):
    wrong = "B" if token[position] == "A" else "A"

    with pytest.raises(LinkRefused):
        open_link(token[:position] + wrong + token[position + 1 :], purpose=LinkPurpose.MANAGE)


def test_an_old_link_opens_nothing(token):
    MailedLink.objects.update(expires_at=Now() - timedelta(seconds=1))

    with pytest.raises(LinkRefused):
        open_link(token, purpose=LinkPurpose.MANAGE)


def test_a_link_is_used_once(token):
    link = open_link(token, purpose=LinkPurpose.MANAGE)

    assert [use_link(link), use_link(link)] == [True, False]


def test_a_link_still_opens_after_the_key_was_changed(token, ada, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, as long as the first one was, or longer"

    assert open_link(token, purpose=LinkPurpose.MANAGE).url.endswith(token)


def test_nobody_gets_more_than_three_links_a_day(cast, ada):
    mailed = [mail_link(ada, purpose=LinkPurpose.MANAGE, newsletter=cast.newsletter) for _ in range(4)]

    assert mailed == [True, True, True, False]
    assert Delivery.objects.count() == 3
