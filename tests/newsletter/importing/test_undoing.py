"""Undo takes back exactly what an import made; what was touched since stays, and is counted."""

import io

import pytest
from django.core.management import call_command
from django.db import connection

from newsletter.importing import applying, chunks, undoing
from newsletter.importing.deeds import ImportRefused, undo
from newsletter.models import (
    AccessRecord,
    AttributeField,
    ConsentEvent,
    ImportRow,
    ReaderTag,
    Subscriber,
    Subscription,
    Suppression,
    Tagging,
)
from newsletter.readers import tag_readers, write_note
from newsletter.rights import erase_reader
from newsletter.send import start as start_issue
from newsletter.subscriptions import leave
from newsletter.suppressions import find, lift
from tests.factories import due_issue, unasked
from tests.newsletter.importing.test_importing import row, standing, table

FILE = table(
    row("fay@example.org", name="Fay", tags="tea", city="Lisbon"),
    row("gus@example.org", state="unsubscribed"),
    row("hal@example.org", state="bounced"),
    row("ivy@example.org", at=""),
    row("dina@example.org", name="Dina the Second", city="Porto"),
    row("ada@example.org", state="complained"),
    row("fay@example.org"),
    row("nobody"),
)
EXAMPLE = "like ada@example.org"  # words for whoever typed no address
KEPT = (Subscriber, Subscription, Suppression, ReaderTag, Tagging)


@pytest.fixture(autouse=True)
def _city(db):
    AttributeField.objects.create(slug="city", label="City", kind="text")


def everything():
    """Every row of what an import may touch, but for the consents, which stay as proof."""
    return {model.__name__: sorted(map(repr, model.objects.values_list())) for model in KEPT}


def test_undo_leaves_everything_as_it_was_before(importer, cast):
    Subscriber.objects.filter(email_key="dina@example.org").update(first_name="")
    before = everything()
    job = importer.whole(FILE)
    assert everything() != before

    undone = importer.undone(job)

    assert everything() == before
    assert (undone.state, undone.kept) == ("undone", 0)
    assert AccessRecord.objects.filter(action="undone").count() == 1


def test_the_consents_of_an_undone_import_stay_withdrawn_and_without_what_is_personal(importer):
    importer.undone(importer.whole(FILE))

    lines = ConsentEvent.objects.filter(method="import").order_by("seq")
    assert [(line.action, line.evidence, line.subscription_id) for line in lines] == [
        ("imported", "", None),
        ("withdrawn", "", None),
    ]
    said = io.StringIO()
    call_command("verify_consent", stdout=said)
    assert "hold" in said.getvalue()


def test_undone_and_imported_again_is_as_if_imported_once(importer):
    first = importer.whole(FILE)
    after_once = [len(rows) for rows in everything().values()]
    importer.undone(first)
    again = importer.whole(FILE)

    assert again.made == first.made
    assert [len(rows) for rows in everything().values()] == after_once
    assert not list(ConsentEvent.objects.all().faults())


def test_who_got_a_letter_since_stays_with_the_consent(importer, cast):
    job = importer.whole(FILE)
    issue = due_issue(cast.newsletter)
    start_issue(issue.pk, recheck=unasked)

    assert importer.undone(job).kept == 1
    assert standing("fay@example.org") == "active"
    assert standing("ivy@example.org") == "nobody"


def test_who_left_since_stays_as_having_left(importer):
    job = importer.whole(FILE)
    leave(Subscription.objects.get(subscriber__email_key="fay@example.org").pk, method="page")

    assert importer.undone(job).kept == 1
    assert standing("fay@example.org") == "ended"


def test_a_reader_whom_staff_wrote_about_stays_without_the_subscription(importer):
    job = importer.whole(FILE)
    fay = Subscriber.objects.get(email_key="fay@example.org")
    write_note(fay, words="Rang on Monday.", by=importer.staff)
    tag_readers([fay], name="circle", by=importer.staff)
    importer.undone(job)

    assert standing("fay@example.org") == "nobody"
    assert [str(tag) for tag in Subscriber.objects.get(email_key="fay@example.org").tags.all()] == ["circle"]


def test_a_suppression_that_somebody_lifted_stays_as_their_record(importer):
    job = importer.whole(FILE)
    lift(find("hal@example.org").get().pk, by=importer.staff, why="The mailbox is back.")

    assert importer.undone(job).kept == 1
    assert find("hal@example.org").get().lifted_why == "The mailbox is back."


def test_what_was_filled_in_and_changed_since_stays(importer):
    Subscriber.objects.filter(email_key="dina@example.org").update(first_name="")
    job = importer.whole(FILE)
    Subscriber.objects.filter(email_key="dina@example.org").update(first_name="Dinah", attributes={"city": "Braga"})
    importer.undone(job)

    dina = Subscriber.objects.get(email_key="dina@example.org")
    assert (dina.first_name, dina.attributes) == ("Dinah", {"city": "Braga"})


def test_a_job_is_undone_once_and_only_what_was_applied(importer):
    job = importer.undone(importer.whole(FILE))

    for refused in (job, importer.dry(FILE)):
        with pytest.raises(ImportRefused):
            undo(refused, by=importer.staff)


def test_undo_goes_back_in_pieces_too(importer, monkeypatch):
    before = everything()
    monkeypatch.setattr(applying, "AT_ONCE", 3)
    monkeypatch.setattr(undoing, "AT_ONCE", 2)
    job = importer.whole(FILE)
    importer.undone(job)

    assert everything() == before


def test_an_erased_reader_is_in_no_row_of_the_import(importer):
    job = importer.whole(FILE)
    erase_reader(Subscriber.objects.get(email_key="fay@example.org"))

    assert job.outcomes.filter(verdict="active").count() == 0
    assert importer.undone(job).state == "undone"


def test_no_row_of_an_import_holds_an_address(importer):
    job = importer.whole(FILE)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {ImportRow._meta.db_table}")
        rows = repr(cursor.fetchall())

    names = [line.partition("@")[0] for line in FILE.splitlines()[1:] if "@" in line]
    assert not [name for name in names if f"{name}@example.org" in (rows + repr(vars(job))).replace(EXAMPLE, "")]


def test_every_part_of_the_chunk_size_is_a_thousand():
    assert {chunks.AT_ONCE, applying.AT_ONCE, undoing.AT_ONCE} == {1_000}
