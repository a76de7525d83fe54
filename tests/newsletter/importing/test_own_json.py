"""Our own exports as JSON come back: who reads, who left, who must not be mailed, and nobody else."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings, strategies as st

from newsletter.core.subscriber_files.limits import FileRefused
from newsletter.exporting.records import readers, suppressions
from newsletter.exporting.writing import write_json
from newsletter.models import ConsentEvent, PassingFile, Subscriber, Subscription, Suppression
from newsletter.rights import export_reader
from newsletter.subscriptions import leave
from newsletter.suppressions import suppress
from tests.newsletter.exporting.test_exporting import library, wipe  # noqa: F401 - a fixture

FOR_ONE_READER = {"evidence", "lifted_why", "address_hash", "key", "reader_since"}


def as_the_reader_is_told(record):
    """Their file says when they said yes, and not when that was written down a moment later."""
    return record | {"confirmed_at": record["confirmed_at"] and record["consent_given_on"]}


def by_newsletter(record) -> str:
    return record["newsletter"]


@pytest.fixture
def moved(library, staff):  # noqa: F811 - the fixture
    """Everything as it was exported, and an empty site; what was there is given as records."""
    told = [list(readers()), list(suppressions())]
    data = as_json()
    wipe()
    return told, data


def as_json() -> bytes:
    sink = io.BytesIO()
    write_json(sink, beat=lambda: None)
    return sink.getvalue()


def own_data(reader: Subscriber) -> bytes:
    return json.dumps(export_reader(reader)).encode()


def test_exported_wiped_and_imported_the_records_are_equal(moved, importer):
    before, data = moved
    job = importer.whole(data, names=["readers.json"])

    assert (job.failure, job.made.get("refused")) == ("", None)
    assert [list(readers()), list(suppressions())] == before
    assert not list(ConsentEvent.objects.all().faults())
    assert [table.name for table in job.read_tables] == ["readers.json: suppressions", "readers.json: readers"]
    assert not PassingFile.objects.exists()


def test_imported_again_nothing_changes_and_undone_nothing_is_left(moved, importer):
    before, data = moved
    job = importer.whole(data, names=["readers.json"])
    again = importer.whole(data, names=["readers.json"])

    assert again.made.keys() == {"unchanged", "barred"}
    assert [list(readers()), list(suppressions())] == before
    importer.undone(job)
    assert not Subscriber.objects.exists()


def test_a_reader_comes_back_by_their_own_file(library, importer):  # noqa: F811 - the fixture
    ada = Subscriber.objects.get(email_key="ada@example.org")
    data = own_data(ada)
    before = [as_the_reader_is_told(row) for row in readers() if row["address"] == ada.email]
    barred = [row for row in suppressions() if row["address"] == ada.email]
    wipe()
    job = importer.whole(data, names=["my-data.json"])

    assert (job.failure, job.made) == ("", {"restored": 1, "active": 2})
    after = [as_the_reader_is_told(row) for row in readers()]
    assert sorted(after, key=by_newsletter) == sorted(before, key=by_newsletter)
    without = [{name: row[name] for name in row.keys() - FOR_ONE_READER} for row in barred]
    assert [{name: row[name] for name in row.keys() - FOR_ONE_READER} for row in suppressions()] == without


def test_whoever_left_there_does_not_come_back_here(cast, importer):
    leave(cast.readers["esra"].pk, method="page")
    data = own_data(cast.readers["esra"].subscriber)
    wipe()
    importer.whole(data, names=["my-data.json"])

    assert Subscription.objects.get().state == "ended"
    assert [line.action for line in ConsentEvent.objects.filter(subscription__isnull=False)] == [
        "imported",
        "withdrawn",
    ]


def test_a_later_departure_in_the_file_ends_the_letters_of_a_reader_who_is_here(cast, importer):
    esra = cast.readers["esra"]
    with_letters = as_json()
    leave(esra.pk, method="page")
    without = as_json()
    wipe()
    importer.whole(with_letters, names=["readers.json"])
    job = importer.whole(without, names=["readers.json"])

    assert job.made["left"] == 1
    assert Suppression.objects.active().get(reason="imported").newsletter_id == cast.newsletter.pk
    assert "left" not in importer.whole(without, names=["readers.json"]).made


def test_whoever_is_suppressed_here_stays_so(cast, importer):
    data = own_data(cast.readers["ada"].subscriber)
    wipe()
    suppress("ada@example.org", reason="complaint")
    job = importer.whole(data, names=["my-data.json"])

    assert job.made == {"barred": 1}
    assert not Subscriber.objects.exists()


def test_an_edited_file_makes_no_consent(cast, importer):
    told = export_reader(cast.readers["ada"].subscriber)
    wipe()
    told["subscriptions"][0]["consents"] = [{"action": "requested", "given_on": "2024-05-03T10:00:00+00:00"}]
    importer.whole(json.dumps(told), names=["my-data.json"])

    row = Subscription.objects.get()
    assert (row.state, row.confirmed_at, row.consents.count()) == ("pending", None, 0)


@pytest.mark.parametrize("odd", ['{"format": "partwise-readers-1", "readers": [', '{"posts": []}', "{", "{}"])
def test_what_is_no_export_of_ours_is_refused_and_no_byte_of_it_stays(importer, odd):
    with pytest.raises(FileRefused):
        importer.opened("email\nfay@example.org\n", odd, names=["readers.csv", "odd.json"])
    assert not PassingFile.objects.exists()


def test_the_desk_takes_it_and_shows_both_tables(moved, importer, client):
    client.force_login(importer.staff)
    upload = SimpleUploadedFile("readers.json", moved[1])
    given = {"newsletter": importer.cast.newsletter.pk, "files": upload}
    page = client.post(reverse("newsletter_imports:add"), given, follow=True).content.decode()

    assert "readers.json: suppressions" in page
    assert "readers.json: readers" in page
    assert "Consents come along in the file" in page


STATES = st.sampled_from(["active", "paused", "pending", "ended", "odd", ""])
CELLS = st.none() | st.text(max_size=12) | st.sampled_from(["2024-05-03T10:00:00+00:00", "slow-letters", "\x00", "="])
RECORDS = st.fixed_dictionaries(
    {"address": st.sampled_from(["a@example.org", "b@example.org", "ada@example.org", "x"])},
    optional={
        "state": STATES,
        "newsletter": st.sampled_from(["slow-letters", "elsewhere", ""]),
        "tags": st.lists(st.text(max_size=5), max_size=2) | CELLS,
        "attributes": st.dictionaries(st.text(max_size=4), CELLS | st.floats() | st.booleans(), max_size=2),
        **dict.fromkeys(["consent_given_on", "consent_wording", "ended_at", "confirmed_at", "paused_until"], CELLS),
        **dict.fromkeys(["first_name", "language", "time_zone", "source", "unknown"], CELLS),
    },
)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(RECORDS, min_size=1, max_size=6))
def test_any_record_is_taken_or_refused_and_no_consent_is_made_up(importer, records):
    told = {"format": "partwise-readers-1", "readers": records}
    job = importer.whole(json.dumps(told), names=["readers.json"])

    assert (job.state, job.failure) == ("applied", "")
    assert job.rows == sum(job.made.values()) == len(records)
    said = {(row["address"], row.get("consent_given_on")) for row in records}
    for line in ConsentEvent.objects.filter(method="import", action="imported", subscription__isnull=False):
        reader = line.subscription.subscriber
        dates = [date for address, date in said if address == reader.email and date]
        assert line.given_on.isoformat() in dates
    importer.undone(job)
