"""A reader comes in: asked, heard, confirmed; and nobody is mailed more than they can bear."""

from datetime import timedelta

import pytest

from cms.clock import Now
from newsletter.core.addresses import AddressRefused
from newsletter.core.crowd import Way
from newsletter.core.mailed_links import LinkPurpose
from newsletter.core.sign_up import SignUp
from newsletter.mailed_links import LinkRefused
from newsletter.models import (
    Addressee,
    ConsentEvent,
    Delivery,
    MailBudget,
    MailedLink,
    Newsletter,
    SignUpRequest,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.send import deliver
from newsletter.sign_up import SignUpRefused, TooManySignUps, ask, ask_for_page, confirm, forget_unconfirmed
from newsletter.sign_up_hearing import hear_sign_ups, remind
from newsletter.subscriptions import leave
from tests.cast import suppress

WORDING = "Send me Slow Letters by email."


@pytest.fixture
def sign_up(cast):
    def asked(email="new@example.com", **fields):
        newsletters = fields.pop("newsletters", (cast.newsletter.pk,))
        ask(SignUp(email=email, newsletters=newsletters, wording=WORDING, form="/join/", method="page", **fields))
        hear_sign_ups()
        return SignUpRequest.objects.latest("pk").outcome

    return asked


@pytest.fixture
def link(sign_up):
    sign_up(first_name="Nia", language="de", zone="Europe/Berlin")
    return MailedLink.objects.select_related("subscriber").get()


def a_day_later(*, days=1):
    past = timedelta(days=days, minutes=1)
    MailedLink.objects.update(created_at=Now() - past)
    for budget in MailBudget.objects.all():
        MailBudget.objects.filter(pk=budget.pk).update(
            mailed=[(moment - past).isoformat() for moment in budget.moments], changed_at=Now() - past
        )


def messages_to(address):
    return [row.delivery.compiled.message for row in Addressee.objects.all() if row.mailbox == address]


def test_an_unknown_address_is_asked_to_confirm_and_nothing_else_happens(sign_up, cast):
    assert sign_up() == "confirm"

    row = Subscription.objects.get(subscriber__email_key="new@example.com")
    assert (row.state, row.newsletter, row.subscriber.first_name) == ("pending", cast.newsletter, "")
    assert messages_to("new@example.com") == ["confirm"]
    assert not row.consents.exists()


def test_a_request_holds_nothing_personal_once_it_is_heard(sign_up):
    sign_up(first_name="Nia")

    row = SignUpRequest.objects.get()
    assert (row.email, row.first_name) == ("", "")


def test_the_press_of_the_button_is_the_consent(link):
    (row,) = confirm(link)

    assert (row.state, row.subscriber.first_name, row.subscriber.language) == ("active", "Nia", "de")
    said = row.consents.get()
    assert (said.action, said.method, said.wording) == ("confirmed", "page", WORDING)
    assert "by /join/" in said.evidence


def test_pressed_twice_is_pressed_once_even_after_leaving(link):
    (row,) = confirm(link)
    leave(row.pk, method=ConsentEvent.Method.PAGE)
    link.refresh_from_db()

    (again,) = confirm(link)
    assert again.state == "ended"


@pytest.mark.parametrize(
    ("name", "outcome", "messages"),
    [
        ("ada", "already_active", ["already_active"]),
        ("dina", "already_active", ["already_active"]),
        ("chidi", "confirm", ["confirm"]),
        ("bram", "suppressed", []),
    ],
)
def test_what_a_known_address_hears(sign_up, name, outcome, messages):
    address = f"{name}@example.org"

    assert sign_up(address) == outcome
    assert messages_to(address) == messages


def test_who_paused_until_a_day_hears_of_that_day(sign_up, cast):
    Subscription.objects.filter(pk=cast.readers["dina"].pk).update(paused_until="2026-12-24")

    assert sign_up("dina@example.org") == "paused"
    assert Addressee.objects.get().values["until"] == "24 December 2026"


def test_who_left_is_asked_to_confirm_and_comes_back(sign_up, cast):
    leave(cast.readers["ada"].pk, method=ConsentEvent.Method.PAGE)

    assert sign_up("ada@example.org") == "confirm"
    (row,) = confirm(MailedLink.objects.select_related("subscriber").get())
    assert row.state == "active"


def test_one_mail_a_day_and_three_a_month_whatever_is_asked(sign_up, cast):
    other = Newsletter.objects.create(name="Other", slug="other", from_name="M", from_email="m@example.org")
    assert sign_up() == "confirm"
    assert sign_up("new+again@example.com", newsletters=(other.pk,)) == "over_budget"
    assert sign_up("n.e.w@example.com") == "over_budget"
    for outcome in ("confirm", "confirm", "over_budget"):
        a_day_later()
        assert sign_up() == outcome
    a_day_later(days=28)
    assert sign_up() == "confirm"


def test_sixty_requests_for_one_victim_are_one_mail_and_one_reader(cast):
    asked = {
        "newsletters": (cast.newsletter.pk,),
        "wording": WORDING,
        "form": "/join/",
        "method": "page",
        "way": Way.WORKED,
    }
    for number in range(60):
        ask(SignUp(email=f"{'vic.tim' if number % 2 else 'victim'}+{number}@example.com", **asked))

    assert (hear_sign_ups(), hear_sign_ups()) == (60, 0)
    assert Addressee.objects.count() == 1
    assert Subscriber.objects.filter(source="sign-up").count() == 1


def test_an_old_hard_bounce_has_one_more_chance_and_a_confirmation_ends_it(sign_up):
    old = suppress("new@example.com")
    Suppression.objects.filter(pk=old.pk).update(at=Now() - timedelta(days=91))

    assert sign_up() == "confirm"
    a_day_later(days=40)
    assert sign_up() == "over_budget"
    confirm(MailedLink.objects.select_related("subscriber").get())
    old.refresh_from_db()
    assert old.lifted_why.startswith("The reader confirmed")


def test_who_left_elsewhere_and_asks_anew_is_asked_to_confirm_and_comes_back(sign_up, cast, transport):
    left = suppress("new@example.com", reason="imported", newsletter=cast.newsletter)

    assert sign_up() == "confirm"
    deliver(transport=transport, run="a", limit=9)
    assert [message.envelope_to for message in transport.kept] == ["new@example.com"]
    (row,) = confirm(MailedLink.objects.select_related("subscriber").get())
    left.refresh_from_db()
    assert (row.state, left.lifted_why[:20]) == ("active", "The reader confirmed")


def test_a_bounce_that_was_imported_bars_like_any_other(sign_up):
    suppress("new@example.com", reason="imported")

    assert sign_up() == "suppressed"


@pytest.mark.parametrize("reason", ["complaint", "objection", "staff", "hard_bounce"])
def test_a_suppressed_address_hears_nothing(sign_up, reason):
    suppress("new@example.com", reason=reason)

    assert sign_up() == "suppressed"
    assert not Subscriber.objects.filter(email_key="new@example.com").exists()


def test_a_newsletter_that_takes_no_readers_is_not_asked_for(sign_up, cast):
    Newsletter.objects.update(takes_readers=False)

    assert sign_up() == "nothing_open"


def test_one_reminder_after_a_day_and_never_a_second(link):
    assert remind() == 0
    a_day_later()
    assert (remind(), remind()) == (1, 0)
    a_day_later()
    assert remind() == 0
    assert messages_to("new@example.com") == ["confirm", "reminder"]


def test_who_confirmed_is_not_reminded(link):
    confirm(link)
    a_day_later()

    assert remind() == 0


def test_who_never_confirms_is_forgotten_after_a_week_but_still_counted(link, sign_up):
    MailedLink.objects.update(expires_at=Now() - timedelta(seconds=1))
    forget_unconfirmed()

    assert not Subscriber.objects.filter(email_key="new@example.com").exists()
    assert not MailedLink.objects.exists()
    assert sign_up() == "over_budget"


def test_a_known_reader_who_does_not_confirm_something_else_stays(sign_up, cast):
    other = Newsletter.objects.create(name="Other", slug="other", from_name="M", from_email="m@example.org")
    sign_up("ada@example.org", newsletters=(other.pk,))
    MailedLink.objects.update(expires_at=Now() - timedelta(seconds=1))
    forget_unconfirmed()

    ada = Subscriber.objects.get(email_key="ada@example.org")
    assert [row.newsletter for row in ada.subscriptions.all()] == [cast.newsletter]


def test_a_link_whose_newsletter_is_gone_opens_nothing(link, cast):
    link.facts = {**link.facts, "newsletters": [0]}

    with pytest.raises(LinkRefused):
        confirm(link)


def test_eleven_from_one_network_in_an_hour_are_too_many(sign_up):
    for number in range(10):
        sign_up(f"reader{number}@example.com", network="a")

    with pytest.raises(TooManySignUps):
        sign_up("reader10@example.com", network="a")
    assert sign_up("reader10@example.com", network="b") == "confirm"


def test_whoever_asks_for_their_own_page_is_not_kept_from_it_by_those_who_sign_up_beside_them(sign_up):
    for number in range(10):
        sign_up(f"reader{number}@example.com", network="a")

    for _ in range(10):
        ask_for_page("reader0@example.com", network="a")
    with pytest.raises(TooManySignUps):
        ask_for_page("reader0@example.com", network="a")


def test_what_cannot_be_an_address_or_asks_for_nothing_is_told_at_once(sign_up):
    with pytest.raises(AddressRefused):
        sign_up("nobody")
    with pytest.raises(SignUpRefused):
        sign_up(newsletters=())


def test_what_fails_is_tried_again_and_keeps_nobody_waiting(cast, monkeypatch, caplog):
    for email in ("first@example.com", "second@example.com"):
        ask(SignUp(email=email, newsletters=(cast.newsletter.pk,), wording="", form="", method="page"))
    SignUpRequest.objects.filter(email="first@example.com").update(newsletters="not a list")

    hear_sign_ups()
    first, second = SignUpRequest.objects.all()
    assert (first.heard_at, first.tries, second.outcome) == (None, 1, "confirm")
    assert hear_sign_ups() == 0
    for _ in range(4):
        SignUpRequest.objects.update(not_before=None)
        hear_sign_ups()
    first.refresh_from_db()
    assert (first.outcome, first.email) == ("failed", "")
    assert "first@example.com" not in caplog.text


def test_a_day_later_a_request_that_was_heard_is_gone_and_one_that_waits_is_not(cast):
    ask(SignUp(email="x@example.com", newsletters=(1,), wording="", form="", method="page", network="a"))
    SignUpRequest.objects.update(asked_at=Now() - timedelta(hours=25))
    forget_unconfirmed()
    assert SignUpRequest.objects.get().email == "x@example.com"

    hear_sign_ups()
    forget_unconfirmed()
    assert not SignUpRequest.objects.exists()


def test_budgets_are_forgotten_when_they_count_no_more(sign_up):
    sign_up()
    MailBudget.objects.update(changed_at=Now() - timedelta(days=89))
    forget_unconfirmed()
    assert MailBudget.objects.exists()

    MailBudget.objects.update(changed_at=Now() - timedelta(days=91))
    forget_unconfirmed()
    assert not MailBudget.objects.exists()


def test_confirm_links_and_mails_use_one_row_of_the_ledger_each(link):
    assert link.purpose == LinkPurpose.CONFIRM
    assert Delivery.objects.get().purpose == "confirmation"
