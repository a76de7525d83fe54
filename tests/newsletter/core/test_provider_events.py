"""What a provider tells us, in anymail's words."""

import pytest

from newsletter.core.delivery_state import Reason
from newsletter.core.news import Kind
from newsletter.core.provider_events import read_provider_event
from newsletter.core.replies import Effect


def read(**fields):
    return read_provider_event({"public_id": "id-1", **fields})


@pytest.mark.parametrize(
    ("fields", "kind", "reason", "effect"),
    [
        ({"type": "bounced", "reason": "bounced", "words": "550 5.1.1 no such user"}, "bounced", "hard", "suppress"),
        ({"type": "bounced", "reason": "bounced", "words": "550 5.7.1 no"}, "bounced", "policy", "count_policy"),
        ({"type": "bounced", "reason": "bounced", "words": "552 5.2.2 full"}, "bounced", "soft", "count_bounce"),
        ({"type": "bounced", "reason": "bounced"}, "bounced", "unknown", "count_bounce"),
        ({"type": "bounced", "reason": "invalid"}, "bounced", "hard", "suppress"),
        ({"type": "bounced", "reason": "timed_out"}, "bounced", "soft", "count_bounce"),
        ({"type": "rejected", "reason": "blocked"}, "bounced", "policy", "count_policy"),
        ({"type": "rejected", "reason": "spam"}, "bounced", "policy", "count_policy"),
        ({"type": "rejected", "reason": "unsubscribed"}, "left", None, "none"),
        ({"type": "failed", "reason": "other"}, "bounced", "unknown", "none"),
        ({"type": "complained"}, "complained", None, "none"),
        ({"type": "unsubscribed"}, "left", None, "none"),
        ({"type": "delivered"}, "delivered", None, "none"),
        ({"type": "deferred", "words": "451 4.7.1 later"}, "delayed", None, "none"),
        ({"type": "autoresponded"}, "auto_reply", None, "none"),
        ({"type": "opened"}, "unreadable", None, "none"),
        ({"type": "something new"}, "unreadable", None, "none"),
    ],
)
def test_each_event_means_what_it_says_and_no_more(fields, kind, reason, effect):
    news, names = read(**fields)

    assert (news.kind, news.reason, news.effect) == (Kind(kind), reason and Reason(reason), Effect(effect))
    assert names.public_id == "id-1"


def test_its_words_name_nobody():
    assert read(type="bounced", words="550 <ada@example.org> unknown")[0].words == "550 <…> unknown"
