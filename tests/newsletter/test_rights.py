"""A reader sees, takes along, moves and is forgotten; what was agreed stays provable without them."""

import io
import json
from datetime import time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from jsonschema import Draft202012Validator, FormatChecker

from cms.clock import database_now
from newsletter.core import reader_schema
from newsletter.core.addresses import AddressRefused
from newsletter.core.mailed_links import LinkPurpose
from newsletter.courses.deeds import open_course
from newsletter.courses.tending import tend_courses
from newsletter.mailed_links import mail_link
from newsletter.models import (
    Addressee,
    ConsentEvent,
    Course,
    Delivery,
    MailedLink,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.readers import tag_readers, write_note
from newsletter.rights import ask_to_move, erase_reader, export_reader, move
from newsletter.send import deliver, start
from newsletter.subscriptions import Consent, ReaderRefused, enroll, leave, pause, restore, today_of
from tests.cast import give_consent, suppress
from tests.factories import due_issue, unasked


@pytest.fixture
def ada(cast):
    return cast.readers["ada"].subscriber


def dump() -> str:
    """Every row of every table, as text."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        rows = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return repr(rows)


def test_a_reader_takes_everything_along_and_nothing_of_others(issue, transport, ada):
    deliver(transport=transport, run="a", limit=9)
    told = json.loads(json.dumps(export_reader(ada)))

    assert (told["format"], told["reader"]["email"]) == ("partwise-reader-1", "ada@example.org")
    (subscription,) = told["subscriptions"]
    assert (subscription["newsletter"], subscription["state"]) == ("Slow Letters", "active")
    assert subscription["consents"][0]["action"] == "confirmed"
    assert [letter["state"] for letter in subscription["letters"]] == ["handed_over"]
    assert "esra" not in json.dumps(told)


def test_what_a_reader_takes_along_is_what_its_schema_says(world, transport):
    course = Course.objects.create(series=world.sequence, newsletter=world.newsletter, opens=time(0), closes=time(0))
    open_course(course)
    said = Consent(action="confirmed", method="page", wording="Send me this.", given_on=database_now())
    row = enroll(course, email="ada@example.org", consent=said)
    ada = row.subscriber
    write_note(ada, words="She called.", by=world.staff["mara"])
    tag_readers([ada], name="circle", by=world.staff["mara"])
    mail_link(ada, purpose=LinkPurpose.MANAGE, newsletter=world.newsletter)
    start(due_issue(world.newsletter).pk, recheck=unasked)
    tend_courses()
    deliver(transport=transport, run="a", limit=20)
    pause(row.pk, until=today_of(ada) + timedelta(days=3))
    suppress("ada@example.org", reason="staff", newsletter=world.newsletter)

    told = json.loads(json.dumps(export_reader(ada)))

    assert [name for name in ("messages", "parts", "suppressions") if not told[name]] == []
    assert sorted(len(each.get("ways", [])) for each in told["subscriptions"]) == [0, 1]
    checker = Draft202012Validator(json.loads(reader_schema.document()), format_checker=FormatChecker())
    Draft202012Validator.check_schema(checker.schema)
    assert [error.message for error in checker.iter_errors(told)] == []
    told["reader"]["ip"] = "192.0.2.7"
    assert not checker.is_valid(told)


@pytest.mark.parametrize("objects", [True, False])
def test_after_erasure_no_row_names_the_reader(issue, transport, ada, objects):
    deliver(transport=transport, run="a", limit=9)
    ask_to_move(ada, address="lovelace@example.com", newsletter=ada.subscriptions.get().newsletter)
    Subscriber.objects.filter(pk=ada.pk).update(first_name="Adafruit")
    Delivery.objects.filter(subscription__subscriber=ada).update(reply="250 ok ada@example.org", receiver="example.org")
    ada.refresh_from_db()
    assert "ada@example.org" in dump()

    erase_reader(ada, objects=objects)

    left = dump()
    assert not [word for word in ("ada@example.org", "Adafruit", "lovelace@example.com") if word in left]
    assert Suppression.objects.filter(reason="objection").exists() is objects


def test_what_was_agreed_outlives_the_reader_under_a_pseudonym(ada):
    subject = ada.subscriptions.get().public_id
    erase_reader(ada)

    lines = ConsentEvent.objects.filter(subject=subject).order_by("seq")
    assert [line.action for line in lines] == ["confirmed", "withdrawn"]
    assert {(line.evidence, line.salt, line.subscription_id) for line in lines} == {("", "", None)}
    assert not list(ConsentEvent.objects.all().faults())


def test_what_waits_for_an_erased_reader_never_leaves(issue, transport, ada):
    erase_reader(ada)
    deliver(transport=transport, run="a", limit=9)

    assert Delivery.objects.filter(state="cancelled", reason="left").count() == 1
    assert "ada@example.org" not in [message.envelope_to for message in transport.kept]


def test_the_proof_is_walked_by_a_command(ada, cast):
    leave(cast.readers["esra"].pk, method=ConsentEvent.Method.PAGE)
    said = io.StringIO()
    call_command("verify_consent", stdout=said)
    assert said.getvalue().endswith("lines of consent hold.\n")

    row = Subscription.objects.create(
        subscriber=Subscriber.objects.create(email="x@example.org"), newsletter=cast.newsletter
    )
    forged = ConsentEvent(subscription=row, seq=1, action="confirmed", method="page", given_on=row.created_at).seal()
    forged.wording = "Send me everything."
    ConsentEvent.objects.bulk_create([forged])
    wrong = io.StringIO()
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_consent", stderr=wrong)
    assert wrong.getvalue() == f"{row.public_id}: line 1 was changed\n"


def test_a_line_follows_the_one_before(cast):
    row = cast.add_reader("fay", consent=False)
    give_consent(row)
    leave(row.pk, method=ConsentEvent.Method.PAGE)

    first, second = row.consents.order_by("seq")
    assert (first.prev_hash, second.prev_hash) == ("", first.hash)


def test_a_new_address_is_asked_first_and_the_old_one_hears_of_it(ada, cast):
    assert ask_to_move(ada, address="Ada@New.example", newsletter=cast.newsletter)
    link = MailedLink.objects.get(purpose=LinkPurpose.ADDRESS)
    assert Addressee.objects.get().mailbox == "Ada@new.example"
    assert Subscriber.objects.get(pk=ada.pk).email == "ada@example.org"

    move(link)
    move(MailedLink.objects.get(pk=link.pk))

    reader = Subscriber.objects.get(pk=ada.pk)
    assert (reader.email, reader.email_key) == ("Ada@new.example", "ada@new.example")
    notice = Addressee.objects.get(delivery__compiled__message="old_address")
    assert (notice.mailbox, notice.values) == ("ada@example.org", {"new_address": "A***@n***.example"})


def test_an_address_that_somebody_has_is_not_taken(ada, cast):
    ask_to_move(ada, address="esra@example.org", newsletter=cast.newsletter)

    with pytest.raises(ReaderRefused):
        move(MailedLink.objects.get())
    assert Subscriber.objects.get(pk=ada.pk).email == "ada@example.org"


def test_what_cannot_be_an_address_or_is_the_same_is_told(ada, cast):
    with pytest.raises(AddressRefused):
        ask_to_move(ada, address="nobody", newsletter=cast.newsletter)
    with pytest.raises(ReaderRefused):
        ask_to_move(ada, address="ADA@example.org", newsletter=cast.newsletter)


def test_an_undo_of_leaving_does_not_move_the_day_of_the_yes(cast, ada):
    def told():
        return export_reader(ada)["subscriptions"][0]["confirmed_at"]

    row, said = cast.readers["ada"], cast.readers["ada"].consents.get().given_on.isoformat()
    assert told() == said
    leave(row.pk, method="page")
    assert restore(row.pk, method="page")

    assert told() == said
    assert [line["action"] for line in export_reader(ada)["subscriptions"][0]["consents"]] == [
        "confirmed",
        "withdrawn",
        "restored",
    ]
