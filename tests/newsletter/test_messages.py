"""Our own messages belong to no issue and keep every promise that issues keep."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.utils import translation

from cms.clock import Now
from newsletter.conf import address_hmacs
from newsletter.core.mailed_links import LinkPurpose
from newsletter.core.messages import PURPOSES, MessageName
from newsletter.core.purposes import OWN
from newsletter.messages import queue_message
from newsletter.models import CompiledIssue, Delivery, DeliveryEvent, MailedLink, Suppression
from newsletter.send import deliver, sweep
from tests.factories import altered_copy

STYLE = re.compile(r'style="[^"]*"|<style.*?</style>', re.DOTALL)
VALUES = {"choices": "Slow Letters", "until": "3 June", "new_address": "a***@e***.org"}


@pytest.fixture
def chidi(cast):
    return cast.readers["chidi"].subscriber


@pytest.fixture
def link(cast, chidi):
    facts = {"newsletters": [cast.newsletter.pk]}
    return MailedLink.objects.make(chidi, purpose=LinkPurpose.CONFIRM, newsletter=cast.newsletter, facts=facts)


@pytest.fixture
def queued(cast, chidi, link):
    return queue_message(MessageName.CONFIRM, to=chidi, newsletter=cast.newsletter, link=link, values=VALUES)


def hand_over(transport):
    deliver(transport=transport, run="a", limit=10)
    return [message_from_bytes(message.data, policy=default) for message in transport.kept]


def state_of(row):
    row.refresh_from_db()
    return f"{row.state} {row.reason}".strip()


def suppress(reader, *, reason, days_ago=0):
    row = Suppression.objects.create(address_hmac=address_hmacs(reader.email_key)[-1], key_id="x", reason=reason)
    Suppression.objects.filter(pk=row.pk).update(at=Now() - timedelta(days=days_ago))


def mark_without_answer(row):
    lost = {"lease_token": "gone", "lease_until": Now() - timedelta(seconds=1), "slot": 0, "marked_at": Now()}
    Delivery.objects.filter(pk=row.pk).update(state="marked", **lost)


def test_a_confirmation_leaves_with_its_link_and_without_list_headers(queued, link, transport):
    (mail,) = hand_over(transport)

    assert state_of(queued) == "handed_over"
    assert mail["To"] == "chidi@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert not [name for name in mail if name.lower().startswith("list-")]
    assert link.url in mail.get_body(("plain",)).get_content()
    assert f'href="{link.url}"' in mail.get_body(("html",)).get_content()


def test_neither_the_ledger_nor_the_frozen_row_holds_the_token_or_the_address(queued, link):
    token = link.url.rpartition("/")[2]
    rows = [*CompiledIssue.objects.values(), *Delivery.objects.values(), *MailedLink.objects.values()]

    assert not [row for row in rows if token in str(row) or "chidi@" in str(row)]


@pytest.mark.parametrize("name", MessageName)
@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_every_message_fills_all_its_fields_in_every_language(link, transport, name, language):
    reader, newsletter = link.subscriber, link.newsletter
    reader.language = language
    queue_message(name, to=reader, newsletter=newsletter, link=link, values=VALUES)

    (mail,) = hand_over(transport)

    bodies = mail.get_body(("plain",)).get_content() + mail.get_body(("html",)).get_content()
    assert "[[" not in bodies + mail["Subject"]
    assert f'lang="{language}"' in bodies
    assert newsletter.postal_address.splitlines()[0] in bodies


@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_the_styles_of_a_message_are_those_of_the_english_one(cast, chidi, link, transport, language):
    styles = []
    for each in ("en", language):
        chidi.language = each
        queue_message(MessageName.CONFIRM, to=chidi, newsletter=cast.newsletter, link=link, values=VALUES).delete()
        html = CompiledIssue.objects.of_message("confirm", newsletter_id=cast.newsletter.pk, language=each).get().html
        styles.append(STYLE.findall(html))

    assert styles[0] == styles[1]
    assert "line-height:1.6" in " ".join(styles[1])


def test_the_language_of_the_process_is_not_that_of_the_reader(cast, chidi, link, transport):
    with translation.override("de"):
        queue_message(MessageName.CONFIRM, to=chidi, newsletter=cast.newsletter, link=link, values=VALUES)

    (mail,) = hand_over(transport)

    assert mail["Subject"] == "Please confirm your email address"


def test_every_message_has_a_purpose_of_our_own():
    assert set(PURPOSES) == set(MessageName)
    assert set(PURPOSES.values()) <= OWN


def test_a_thousand_confirmations_share_one_frozen_letter(cast, chidi, link):
    for _ in range(3):
        other = MailedLink.objects.make(chidi, purpose=LinkPurpose.CONFIRM, newsletter=cast.newsletter)
        queue_message(MessageName.CONFIRM, to=chidi, newsletter=cast.newsletter, link=other, values=VALUES)

    assert CompiledIssue.objects.filter(kind="message").count() == 1


def test_a_newsletter_with_another_look_freezes_its_message_anew(cast, chidi, queued, link):
    cast.newsletter.postal_address = "Another street 1"
    cast.newsletter.save()

    other = MailedLink.objects.make(chidi, purpose=LinkPurpose.CONFIRM, newsletter=cast.newsletter)
    again = queue_message(MessageName.CONFIRM, to=chidi, newsletter=cast.newsletter, link=other, values=VALUES)

    assert again.compiled_id != queued.compiled_id


def test_a_message_without_a_value_for_a_field_is_never_queued(cast, chidi, link):
    with pytest.raises(ValueError, match="choices"):
        queue_message(MessageName.CONFIRM, to=chidi, newsletter=cast.newsletter, link=link)

    assert not Delivery.objects.exists()


def test_a_message_to_another_address_goes_there(cast, chidi, link, transport):
    queue_message(
        MessageName.NEW_ADDRESS, to=chidi, newsletter=cast.newsletter, link=link, address="chidi.new@example.org"
    )

    (mail,) = hand_over(transport)

    assert mail["To"] == "chidi.new@example.org"


def test_a_message_whose_reader_was_erased_is_cancelled_at_the_claim(queued, chidi, transport):
    chidi.delete()

    assert hand_over(transport) == []
    assert state_of(queued) == "cancelled erased"


@pytest.mark.parametrize("reason", ["complaint", "hard_bounce", "objection", "staff"])
def test_a_suppressed_address_gets_no_message_of_ours_either(queued, chidi, transport, reason):
    suppress(chidi, reason=reason)

    assert hand_over(transport) == []
    assert state_of(queued) == "cancelled suppressed"


def test_ninety_days_after_a_hard_bounce_a_confirmation_may_try_the_address_again(queued, chidi, transport):
    suppress(chidi, reason="hard_bounce", days_ago=91)

    assert len(hand_over(transport)) == 1


@pytest.mark.parametrize("reason", ["complaint", "objection", "staff"])
def test_no_other_suppression_fades(queued, chidi, transport, reason):
    suppress(chidi, reason=reason, days_ago=1000)

    assert hand_over(transport) == []


def test_an_old_hard_bounce_still_bars_every_other_message(cast, chidi, link, transport):
    row = queue_message(MessageName.MANAGE, to=chidi, newsletter=cast.newsletter, link=link, values=VALUES)
    suppress(chidi, reason="hard_bounce", days_ago=91)

    assert hand_over(transport) == []
    assert state_of(row) == "cancelled suppressed"


def test_a_message_with_a_lost_answer_goes_once_more_with_the_same_id(queued, transport):
    mark_without_answer(queued)

    sweep()
    (mail,) = hand_over(transport)

    assert mail["Message-ID"] == queued.message_id
    assert state_of(queued) == "handed_over"


def test_a_second_lost_answer_is_the_last(queued, transport):
    for _ in range(2):
        mark_without_answer(queued)
        sweep()

    assert hand_over(transport) == []
    assert state_of(queued) == "uncertain sender_gone"
    assert DeliveryEvent.objects.filter(delivery=queued, evidence__event="send_again").count() == 1


def test_an_issue_with_a_lost_answer_is_not_repeated_by_that_rule(issue, transport):
    row = Delivery.objects.filter(issue=issue).first()
    mark_without_answer(row)

    sweep()

    assert state_of(row) == "uncertain sender_gone"


def test_a_message_is_given_up_after_a_day(queued, transport):
    tried_for = queued.give_up_at - queued.date_header
    Delivery.objects.filter(pk=queued.pk).update(give_up_at=Now() - timedelta(seconds=1))

    sweep()

    assert state_of(queued) == "failed gave_up"
    assert timedelta(hours=24) <= tried_for < timedelta(hours=24, seconds=1)


def test_a_message_overtakes_an_issue(issue, queued, transport):
    deliver(transport=transport, run="a", limit=1)

    assert [message.envelope_to for message in transport.kept] == ["chidi@example.org"]


def test_an_altered_message_fails_and_stops_nobody(issue, queued, transport):
    copy = altered_copy(CompiledIssue.objects.get(pk=queued.compiled_id))
    Delivery.objects.filter(pk=queued.pk).update(compiled=copy)

    hand_over(transport)

    assert state_of(queued) == "failed unbuildable"
    assert len(transport.kept) == 2
