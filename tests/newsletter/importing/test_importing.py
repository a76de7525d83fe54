"""Files of readers on the real database: what comes in, what never does, and that nothing is mailed."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db.models import Q

from cms.clock import database_now
from newsletter.core.subscriber_files.basis import Basis, BasisKind
from newsletter.core.subscriber_files.limits import FileRefused
from newsletter.importing.deeds import ImportRefused, read, start
from newsletter.models import (
    AccessRecord,
    Addressee,
    AttributeField,
    ConsentEvent,
    Delivery,
    ImportJob,
    ImportRow,
    PassingFile,
    ReaderTag,
    StagedRow,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.suppressions import find
from tests.cast import suppress
from tests.newsletter.core.subscriber_files.files import MAILCHIMP, zipped
from tests.newsletter.importing.conftest import UNKNOWN, WORDING, fresh, work

HEADER = "email,first name,state,subscribed at,unsubscribed at,tags,city\n"


def row(address: str, **given: str) -> str:
    """A row of the table: `name`, `state`, `at` (when they agreed), `left`, `tags`, `city`."""
    cells = {"name": "", "state": "active", "at": "2024-05-03T10:00:00Z", "left": "", "tags": "", "city": ""} | given
    return f"{address},{','.join(cells.values())}\n"


def table(*rows: str) -> str:
    return HEADER + "".join(rows)


def standing(address: str) -> str:
    """How the reader stands with the newsletter, and why they may not be mailed."""
    found = Subscription.objects.filter(subscriber__email_key=address).first()
    reasons = sorted(find(address).active().values_list("reason", flat=True))
    return " ".join([found.state if found else "nobody", *reasons])


def test_readers_with_proof_get_letters_and_their_consent_is_on_record(importer, cast):
    job = importer.whole(table(row("Fay@Example.org", name="Fay", tags='"slow; tea"')))

    reader = Subscriber.objects.get(email_key="fay@example.org")
    line = reader.subscriptions.get().consents.get()
    assert (reader.email, reader.first_name, reader.source) == (
        "Fay@example.org",
        "Fay",
        f"import-plain-{job.short_id}",
    )
    assert {str(tag) for tag in reader.tags.all()} == {"slow", "tea"}
    assert (line.action, line.method, line.wording) == ("imported", "import", WORDING)
    assert line.given_on == datetime(2024, 5, 3, 10, tzinfo=UTC)
    assert line.evidence == f"Another table, row 1: 2024-05-03 10:00 UTC (file {job.sha256[:12]})"
    assert line.actor == importer.staff
    assert reader.subscriptions.recipients(cast.newsletter.pk).count() == 1
    assert not list(ConsentEvent.objects.all().faults())


def test_a_reader_takes_the_language_and_zone_of_the_newsletter(importer, cast):
    importer.whole(table(row("fay@example.org")))

    assert Subscriber.objects.get(email_key="fay@example.org").zone == cast.newsletter.zone


def test_without_proof_readers_wait_and_nobody_is_asked(importer):
    job = importer.whole("fay@example.org\ngus@example.org\n", basis=UNKNOWN)

    assert job.made == {"pending": 2}
    assert standing("fay@example.org") == "pending"
    assert not ConsentEvent.objects.filter(subscription__subscriber__email_key="fay@example.org").exists()


def test_a_declaration_gives_its_day_and_its_evidence(importer):
    day = datetime(2025, 1, 1, tzinfo=UTC)
    declared = Basis(kind=BasisKind.DECLARED, wording=WORDING, evidence="Forms in the blue folder.", given_on=day)
    importer.whole("fay@example.org\n", basis=declared)

    line = ConsentEvent.objects.get(method="import")
    assert line.given_on == day
    assert "Forms in the blue folder." in line.evidence


def test_a_dry_run_shows_the_sums_and_changes_nothing(importer):
    before = Subscriber.objects.count(), Subscription.objects.count(), Suppression.objects.count()
    job = importer.dry(
        table(
            row("fay@example.org"),
            row("FAY@example.org"),
            row("gus@example.org", state="unsubscribed"),
            row("hal@example.org", state="bounced"),
            row("ivy@example.org", state="complained"),
            row("jo@example.org", at=""),
            row("kim@example.org", state="strange"),
            row("ada@example.org"),
            row("bram@example.org"),
            row("nobody"),
        )
    )

    assert job.counts == {
        "active": 1, "duplicate": 1, "left": 1, "bounced": 1, "complained": 1, "pending": 1, "left_out": 1,
        "unchanged": 1, "barred": 1, "refused": 1,
    }  # fmt: skip
    assert (job.state, job.rows, job.sums_match) == ("review", 10, True)
    assert before == (Subscriber.objects.count(), Subscription.objects.count(), Suppression.objects.count())


def test_after_the_import_the_sums_are_those_of_the_dry_run(importer):
    job = importer.whole(table(row("fay@example.org"), row("gus@example.org", state="bounced"), row("nobody")))

    assert job.made == job.counts == {"active": 1, "bounced": 1, "refused": 1}
    assert job.outcomes.count() == job.rows
    assert AccessRecord.objects.get(action="imported").fields == "3 rows"


def test_the_bytes_and_the_staged_rows_are_gone_afterwards(importer):
    job = importer.whole(table(row("fay@example.org")))

    assert job.state == "applied"
    assert not PassingFile.objects.exists()
    assert not StagedRow.objects.exists()
    assert not [field for field in vars(ImportRow.objects.get()).values() if "fay" in str(field)]


def test_nothing_is_mailed_and_nothing_waits_to_be(importer):
    importer.whole(
        table(row("fay@example.org"), row("gus@example.org", at=""), row("hal@example.org", state="unsubscribed"))
    )

    assert mail.outbox == []
    assert not Delivery.objects.exists()
    assert not Addressee.objects.exists()


@pytest.mark.parametrize(
    ("state", "standing_after"),
    [
        ("unsubscribed", "nobody imported"),
        ("bounced", "nobody hard_bounce"),
        ("complained", "nobody complaint"),
    ],
)
def test_whoever_left_or_was_lost_elsewhere_is_suppressed_and_no_reader(importer, cast, state, standing_after):
    importer.whole(table(row("gus@example.org", state=state, left="2024-06-01")))

    suppression = find("gus@example.org").get()
    assert standing("gus@example.org") == standing_after
    assert suppression.newsletter_id == (cast.newsletter.pk if state == "unsubscribed" else None)
    assert "row 1" in suppression.evidence


@pytest.mark.parametrize("reason", ["hard_bounce", "soft_bounces", "complaint", "objection", "imported", "staff"])
def test_suppression_wins_over_every_later_import(importer, reason):
    suppress("gus@example.org", reason=reason)
    job = importer.whole(table(row("gus@example.org")))

    assert job.made == {"barred": 1}
    assert standing("gus@example.org") == f"nobody {reason}"


def test_a_suppression_between_dry_run_and_import_wins_too(importer):
    job = importer.dry(table(row("gus@example.org")))
    suppress("gus@example.org", reason="objection")
    start(job, by=importer.staff)
    work()

    assert fresh(job).made == {"barred": 1}
    assert standing("gus@example.org") == "nobody objection"


def test_an_import_lifts_nothing(importer):
    importer.whole(table(row("bram@example.org"), row("bram@example.org", state="unsubscribed")))

    assert not Suppression.objects.filter(lifted_at__isnull=False).exists()


@pytest.mark.parametrize("states", [*itertools.permutations(["active", "unsubscribed", "complained"])])
def test_of_rows_about_one_reader_the_strictest_counts_in_any_order_of_rows(importer, states):
    job = importer.whole(table(*(row("gus@example.org", state=state) for state in states)))

    assert job.made == {"complained": 1, "duplicate": 2}
    assert standing("gus@example.org") == "nobody complaint"


@pytest.mark.parametrize("turned", [False, True])
def test_of_files_about_one_reader_the_strictest_counts_in_any_order_of_files(importer, turned):
    files = [table(row("gus@example.org")), table(row("GUS@example.org", state="unsubscribed"))]
    job = importer.whole(*(reversed(files) if turned else files))

    assert job.made == {"left": 1, "duplicate": 1}


def test_mailchimps_zip_of_three_comes_in_at_once(importer):
    more = MAILCHIMP + ",UNSUB_TIME"
    width = MAILCHIMP.count(",")
    job = importer.whole(
        zipped(
            {
                "subscribed_a.csv": f"{MAILCHIMP}\nfay@example.org,Fay,,2,2024-05-03 10:00:00,203.0.113.9{',' * 14}\n",
                "unsubscribed_a.csv": f"{more}\ngus@example.org{',' * width},2024-06-01 10:00:00\n",
                "cleaned_a.csv": f"{MAILCHIMP},CLEAN_TIME\nhal@example.org{',' * width},2024-06-01 10:00:00\n",
            }
        ),
        names=["audience.zip"],
    )

    assert job.made == {"active": 1, "left": 1, "bounced": 1}
    assert "from 203.0.113.0/24" in ConsentEvent.objects.get(method="import").evidence
    assert "203.0.113.9" not in ConsentEvent.objects.get(method="import").evidence


def test_a_list_of_departures_is_suppressed_when_a_person_says_what_it_is(importer, cast):
    job = importer.opened("gus@example.org\nada@example.org\n")
    read(job, tables=[replace(found, stance="left") for found in job.read_tables], basis=UNKNOWN)
    work()
    start(ImportJob.objects.get(), by=importer.staff)
    work()

    assert standing("gus@example.org") == "nobody imported"
    assert standing("ada@example.org") == "active imported"
    assert cast.newsletter.subscriptions.recipients(cast.newsletter.pk).count()


def test_what_readers_chose_here_is_never_reset(importer, cast):
    Subscription.objects.filter(pk=cast.readers["esra"].pk).update(state="ended", ended_at=database_now())
    Subscriber.objects.filter(pk=cast.readers["dina"].subscriber_id).update(first_name="")
    before = list(Subscription.objects.order_by("pk").values_list("state", "paused_until", "confirmed_at"))
    names = ["ada", "chidi", "dina", "esra"]
    job = importer.whole(table(*(row(f"{name}@example.org", name="New", tags="more") for name in names)))

    assert job.made == {"unchanged": 4}
    assert before == list(Subscription.objects.order_by("pk").values_list("state", "paused_until", "confirmed_at"))
    kept = dict(Subscriber.objects.values_list("email_key", "first_name"))
    assert (kept["ada@example.org"], kept["dina@example.org"]) == ("Ada", "New")
    assert not ReaderTag.objects.exists()


@pytest.mark.parametrize(
    ("left", "verdict"), [("2020-01-01", "unchanged"), ("2099-01-01", "left"), ("", "left"), ("once", "left")]
)
def test_a_departure_elsewhere_holds_unless_the_reader_said_yes_here_afterwards(importer, left, verdict):
    job = importer.whole(table(row("ada@example.org", state="unsubscribed", left=left)))

    assert job.made == {verdict: 1}
    assert standing("ada@example.org") == ("active" if verdict == "unchanged" else "active imported")


def test_whoever_has_left_here_too_needs_no_suppression(importer, cast):
    Subscription.objects.filter(pk=cast.readers["ada"].pk).update(state="ended", ended_at=database_now())

    assert importer.whole(table(row("ada@example.org", state="unsubscribed"))).made == {"unchanged": 1}


def test_a_reader_of_another_newsletter_keeps_it_and_gets_this_one_too(importer, cast):
    cast.newsletter.pk, cast.newsletter.slug, cast.newsletter.name = None, "garden-notes", "Garden Notes"
    cast.newsletter.save()
    importer.whole(table(row("ada@example.org", tags="tea")), newsletter=cast.newsletter)

    reader = Subscriber.objects.get(email_key="ada@example.org")
    assert sorted(reader.subscriptions.values_list("newsletter__slug", "state")) == [
        ("garden-notes", "active"),
        ("slow-letters", "active"),
    ]
    assert reader.tags.get().name == "tea"


def test_the_same_file_again_makes_nothing_new(importer):
    data = table(row("fay@example.org", tags="tea"), row("gus@example.org", state="bounced"))
    first, second = importer.whole(data), importer.whole(data)

    assert first.sha256 == second.sha256
    assert second.made == {"unchanged": 1, "barred": 1}
    assert Suppression.objects.filter(reason="hard_bounce").count() == 2  # Bram's and the new one


def test_an_import_does_not_start_twice_nor_without_its_sums(importer):
    job = importer.dry(table(row("fay@example.org")))
    job.counts = {"active": 2}
    with pytest.raises(ImportRefused, match="sums"):
        start(job, by=importer.staff)
    start(ImportJob.objects.get(), by=importer.staff)
    with pytest.raises(ImportRefused):
        start(job, by=importer.staff)


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (Basis(kind=BasisKind.PROOF), "words"),
        (Basis(kind=BasisKind.DECLARED, wording="Yes."), "day"),
        (Basis(kind=BasisKind.DECLARED, wording="Yes.", given_on=datetime(2099, 1, 1, tzinfo=UTC)), "day"),
        (Basis(kind=BasisKind.DECLARED, wording="Yes.", given_on=datetime(2024, 1, 1, tzinfo=UTC)), "how you know"),
    ],
)
def test_a_stated_basis_is_stated_in_full(importer, basis, words):
    job = importer.opened(table(row("fay@example.org")))

    with pytest.raises(ImportRefused, match=words):
        read(job, tables=job.read_tables, basis=basis)


def test_a_file_without_addresses_is_not_read(importer):
    job = importer.opened("name,shoe\nAda,38\n")

    with pytest.raises(ImportRefused, match="holds the addresses"):
        read(job, tables=job.read_tables, basis=UNKNOWN)


def test_attributes_that_the_site_declared_come_along(importer):
    AttributeField.objects.create(slug="city", label="City", kind="text")
    importer.whole(table(row("fay@example.org", city="Lisbon"), row("ada@example.org", city="Porto")))

    kept = dict(Subscriber.objects.filter(~Q(attributes={})).values_list("email_key", "attributes"))
    assert kept == {"fay@example.org": {"city": "Lisbon"}, "ada@example.org": {"city": "Porto"}}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped({"bomb.csv": b"0" * 20_000_000}), "far larger"),
        (zipped({"../up.csv": "email\na@example.org\n"}), "leads out"),
        (b"", "empty"),
    ],
)
def test_what_is_not_safe_to_open_is_refused_and_kept_nowhere(importer, data, words):
    with pytest.raises(FileRefused, match=words):
        importer.opened(table(row("fay@example.org")), data, names=["good.csv", "bad.zip"])

    assert not PassingFile.objects.exists()
    assert not ImportJob.objects.exists()


def test_thousands_of_rows_about_one_reader_make_one_and_each_has_its_verdict(importer):
    rows = [row("fay@example.org") for _ in range(3_500)]
    rows[2_718] = row("FAY@example.org", state="unsubscribed")
    job = importer.whole(table(*rows))

    assert job.made == {"left": 1, "duplicate": 3_499}
    assert job.outcomes.get(verdict="left").number == 2_719


def test_an_issue_that_is_leaving_does_not_reach_who_came_after_it_started(importer, issue):
    importer.whole(table(row("fay@example.org", at=(database_now() - timedelta(days=900)).isoformat())))

    assert Delivery.objects.filter(issue=issue).count() == 2
