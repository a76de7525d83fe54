"""All readers as a file: everything is in it, and another installation puts it all back."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import F

from cms.clock import Now, database_now
from newsletter.exporting import deeds, records, writing
from newsletter.exporting.deeds import ExportRefused, LostExport, ask, forget_exports, make, take
from newsletter.exporting.work import work_on_exports
from newsletter.importing.deeds import forget_imports
from newsletter.models import (
    AccessRecord,
    AttributeField,
    ConsentEvent,
    Course,
    Newsletter,
    PassingFile,
    ReaderExport,
    ReaderTag,
    Subscriber,
    Subscription,
    Suppression,
    Tagging,
)
from newsletter.readers import tag_readers
from newsletter.subscriptions import Consent, enroll, leave, pause
from newsletter.suppressions import lift, suppress
from tests.newsletter.importing.conftest import Importer


@pytest.fixture
def library(cast, staff):
    """Readers in every state, of two newsletters, with tags, attributes, pauses, notes of suppression and history."""
    other = Newsletter.objects.get(pk=cast.newsletter.pk)
    other.pk, other.name, other.slug = None, "Garden Notes", "garden-notes"
    other.save()
    for slug, kind in (("city", "text"), ("visits", "number"), ("vip", "yes_no"), ("since", "date")):
        AttributeField.objects.create(slug=slug, label=slug, kind=kind)
    people = {name: row.subscriber for name, row in cast.readers.items()}
    leave(cast.readers["esra"].pk, method="page")
    pause(cast.readers["dina"].pk, until=(database_now() + timedelta(days=9)).date())
    row = Subscription.objects.create(subscriber=people["ada"], newsletter=other, state="active", confirmed_at=Now())
    ConsentEvent.objects.create(
        subscription=row,
        seq=1,
        action="confirmed",
        method="page",
        wording='Yes, "please";\nsend it',
        evidence="Asked at 10:00; confirmed by the link",
        given_on=database_now() - timedelta(days=400),
    )
    Subscriber.objects.create(email="=loner@example.org", first_name="+1 'Lo'", source="staff")
    values = {"city": '=Lisbon, "old"', "visits": 3.5, "vip": True, "since": "2020-02-29"}
    Subscriber.objects.filter(pk=people["ada"].pk).update(attributes=values)
    for name in ('with "quotes"', "a, b; c", "=tag"):
        tag_readers([people["ada"], people["bram"]], name=name, by=staff)
    for address, reason in (("gone@example.org", "objection"), ("erased@example.org", "complaint")):
        suppress(address, reason=reason, evidence="said so on the phone, +351")
    suppress("ada@example.org", reason="soft_bounces", until=database_now() + timedelta(days=7))
    suppress("dina@example.org", reason="imported", newsletter_id=other.pk)
    lift(suppress("chidi@example.org", reason="staff").pk, by=staff, why="They wrote on 3 June.")
    return cast


def exported(by, *, form="csv", has_mark=False) -> bytes:
    export = ask(by=by, why="A copy for the move.", form=form, has_mark=has_mark)
    work_on_exports(run="a")
    _, chunks = take(ReaderExport.objects.get(pk=export.pk).token, by=by)
    return b"".join(chunks)


def tables(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def wipe() -> None:
    """Nobody was ever here; the newsletters and attributes are, as on the other installation."""
    for model in (Tagging, ReaderTag, Subscription, Subscriber, Suppression, AccessRecord):
        model.objects.all().delete() if model is not AccessRecord else model.objects.all()._raw_delete("default")


@pytest.mark.parametrize("has_mark", [False, True])
def test_exported_wiped_and_imported_the_export_is_equal(library, staff, has_mark):
    first = exported(staff, has_mark=has_mark)
    wipe()
    job = Importer(library, staff).whole(first, names=["readers.zip"])
    second = exported(staff, has_mark=has_mark)

    assert (job.failure, job.made.get("refused")) == ("", None)
    for name, text in tables(first).items():
        assert tables(second)[name].split("\r\n") == text.split("\r\n")
    assert tables(first)["readers.csv"].startswith("\ufeff") is has_mark
    assert not list(ConsentEvent.objects.all().faults())


def test_what_comes_back_may_be_mailed_as_before(library, staff):
    def recipients():
        rows = Subscription.objects.order_by("subscriber__email_key", "newsletter__slug")
        told = rows.with_consent().filter(state="active")
        return list(told.values_list("subscriber__email_key", "newsletter__slug"))

    before, data = recipients(), exported(staff)
    wipe()
    importer = Importer(library, staff)
    importer.whole(data, names=["readers.zip"])

    assert recipients() == before
    assert importer.whole(data, names=["readers.zip"]).made.keys() == {"unchanged", "barred"}
    assert recipients() == before


def test_an_export_brought_in_and_undone_leaves_nothing(library, staff):
    data = exported(staff)
    wipe()
    importer = Importer(library, staff)
    importer.undone(importer.whole(data, names=["readers.zip"]))

    assert not Subscriber.objects.exists()
    assert not Suppression.objects.filter(lifted_at=None).exists()


def test_suppressions_come_back_before_the_readers_they_bar(library, staff):
    job = Importer(library, staff).opened(exported(staff), names=["readers.zip"])

    assert [table.name for table in job.read_tables] == ["suppressions.csv", "readers.csv"]


def test_an_installation_with_other_keys_knows_the_suppressions_of_readers(library, staff, settings):
    data = exported(staff)
    wipe()
    settings.SECRET_KEY = "the key of another installation"
    job = Importer(library, staff).whole(data, names=["readers.zip"])

    assert job.made["refused"] == 2  # two whose address nobody knows
    assert job.made["restored"] == 4
    assert Suppression.objects.active().filter(reason="soft_bounces").exists()


def test_the_json_holds_the_same_records(library, staff):
    told = json.loads(exported(staff, form="json"))

    assert told["format"] == "partwise-readers-1"
    assert len(told["readers"]) == Subscription.objects.count() + 1
    assert len(told["suppressions"]) == Suppression.objects.count()
    ada = next(row for row in told["readers"] if row.get("newsletter") == "garden-notes")
    assert ada["attributes"] == {"city": '=Lisbon, "old"', "visits": 3.5, "vip": True, "since": "2020-02-29"}
    assert ada["tags"] == ["=tag", "a, b; c", 'with "quotes"']


def test_no_cell_is_a_formula_and_every_cell_is_quoted(library, staff):
    for text in tables(exported(staff)).values():
        lines = [line for line in text.split("\r\n") if line]
        assert all(line.startswith('"') and line.endswith('"') for line in lines)
        assert not [line for line in lines for sign in "=+-@\t" if f'"{sign}' in line.replace('""', "")]


def test_a_file_is_taken_once_by_the_person_who_asked(library, staff):
    export = ask(by=staff, why="A copy.", form="csv", has_mark=False)
    token = export.token
    with pytest.raises(ExportRefused):
        take(token, by=staff)
    work_on_exports(run="a")
    other = get_user_model().objects.create_superuser("jonah", "jonah@example.org", "a long password for tests")
    for wrong, by in ((token, other), ("x", staff)):
        with pytest.raises(ExportRefused):
            take(wrong, by=by)
    b"".join(take(token, by=staff)[1])
    with pytest.raises(ExportRefused):
        take(token, by=staff)

    assert not PassingFile.objects.exists()
    assert ReaderExport.objects.get().state == "taken"
    kept = AccessRecord.objects.filter(action="exported").order_by("pk")
    assert [record.fields for record in kept] == ["all readers, as csv", "13 records taken"]
    assert token not in repr(vars(ReaderExport.objects.get()))


def test_a_reason_is_asked(library, staff):
    with pytest.raises(ExportRefused):
        ask(by=staff, why="  ", form="csv", has_mark=False)
    assert not AccessRecord.objects.filter(action="exported").exists()


def test_after_a_day_the_file_is_gone(library, staff):
    ask(by=staff, why="A copy.", form="csv", has_mark=False)
    work_on_exports(run="a")
    PassingFile.objects.update(expires_at=F("expires_at") - timedelta(days=1))
    forget_exports()
    forget_imports()

    assert ReaderExport.objects.get().state == "over"
    assert not PassingFile.objects.exists()


def test_a_worker_who_lost_it_leaves_nothing_and_the_next_begins_anew(library, staff, monkeypatch):
    monkeypatch.setattr(writing, "BEAT", 1)
    export = ask(by=staff, why="A copy.", form="csv", has_mark=False)
    claimed = ReaderExport.objects.claim("slow one")
    ReaderExport.objects.filter(pk=export.pk).update(lease="other")
    with pytest.raises(LostExport):
        make(claimed, run="slow one")
    ReaderExport.objects.filter(pk=export.pk).update(lease_until=Now() - timedelta(seconds=1))
    work_on_exports(run="b")

    assert ReaderExport.objects.get().state == "ready"
    assert PassingFile.objects.count() == 1


def test_what_fails_is_said_and_names_nobody(library, staff, monkeypatch, caplog):
    def broken(*_args, **_kwargs):
        raise RuntimeError("ada@example.org")

    monkeypatch.setattr(deeds, "write_csv", broken)
    ask(by=staff, why="A copy.", form="csv", has_mark=False)
    work_on_exports(run="a")

    assert ReaderExport.objects.get().state == "failed"
    assert "ada@" not in caplog.text + repr([vars(record) for record in caplog.records])


def test_the_export_looks_up_readers_in_pages(library, staff, monkeypatch, django_assert_max_num_queries):
    whole = list(records.readers())
    monkeypatch.setattr(records, "AT_ONCE", 2)

    assert list(records.readers()) == whole
    with django_assert_max_num_queries(4 + 3 * 4):
        list(records.readers())
    assert connection.vendor


def test_series_by_mail_are_told_beside_each_of_their_readers_subscriptions(world):
    mara, course = world.staff["mara"], Course.objects.create(series=world.sequence, newsletter=world.newsletter)
    said = Consent(action="confirmed", method="page", wording="Send me this.", given_on=database_now())
    enroll(course, email="ada@example.org", consent=said)
    leave(enroll(course, email="esra@example.org", consent=said).pk, method="page")

    data = exported(mara)

    rows = list(csv.DictReader(io.StringIO(tables(data)["readers.csv"])))
    told = {row["address"]: row["courses"] for row in rows}
    assert told["ada@example.org"] == '["after-the-long-year: active"]'
    assert told["esra@example.org"] == '["after-the-long-year: ended"]'
    assert told["bram@example.org"] == ""
    assert len(rows) == len(world.readers)  # a series is no row of its own
