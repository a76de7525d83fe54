"""Each vendor's file as it lies on the disk: recognized, mapped, and each row with the right outcome."""

import itertools

import pytest

from newsletter.core.subscriber_files.columns import Column
from newsletter.core.subscriber_files.layouts.known import LAYOUTS, layout_of
from newsletter.core.subscriber_files.tables import look
from tests.newsletter.core.subscriber_files.files import (
    DECLARED,
    HEADERS,
    MAILCHIMP,
    UNKNOWN,
    judged,
    opening,
    verdicts,
)


def row(header: str, **cells: str) -> str:
    """One row under a header; cells are named by their headers with signs as underscores."""
    named = {"".join(c for c in key.lower() if c.isalnum()): value for key, value in cells.items()}
    return ",".join(named.get("".join(c for c in name.lower() if c.isalnum()), "") for name in header.split(","))


def table(header: str, *rows: dict[str, str]) -> str:
    return "\n".join([header, *(row(header, **cells) for cells in rows)]) + "\n"


@pytest.mark.parametrize("name", HEADERS)
def test_each_header_is_recognized_in_any_order(name):
    headers = HEADERS[name].split(",")

    for order in (headers, headers[::-1], headers[1:] + headers[:1]):
        assert layout_of(order).slug == name.partition("-")[0]


def test_what_nobody_knows_is_another_table_and_one_column_a_list():
    assert layout_of(["email", "shoe size"]).slug == "plain"
    assert layout_of(["ada@example.org", "Ada"]).slug == "plain"
    assert layout_of(["ada@example.org"]).slug == "medium"
    assert layout_of(["E-Mail"]).slug == "medium"


def test_layouts_that_were_never_seen_say_so():
    assert {slug for slug, layout in LAYOUTS.items() if not layout.is_verified} == {"kit", "squarespace", "medium"}


def test_mailchimp_subscribed_brings_consent_names_and_tags_and_no_location():
    data = (
        MAILCHIMP
        + "\n"
        + (
            'ada@example.org,Ada,King,2,"2021-03-14 15:09:26",203.0.113.77,"2021-03-14 15:11:00",203.0.113.77,38.7,'
            '-9.1,0,1,Europe/Lisbon,pt,11,"2021-03-14 15:11:00",1,abc,"[""a note""]","""Reading, slow"",""Lisbon"""\n'
        )
    )
    found, [(line, decision)] = judged(data, name="subscribed_members_export_1a2b.csv")

    assert (found.layout, line, decision.verdict) == ("mailchimp", 2, "active")
    assert decision.facts == {
        "email": "ada@example.org",
        "first_name": "Ada",
        "tags": ["Reading, slow", "Lisbon"],
        "agreed_at": "2021-03-14T15:11:00+00:00",
        "network": "203.0.113.0/24",
    }


@pytest.mark.parametrize(
    ("more", "cells", "name", "verdict"),
    [
        (",UNSUB_TIME,UNSUB_CAMPAIGN_TITLE", {"UNSUB_TIME": "2022-01-01 00:00:00"}, "export.csv", "left"),
        (",UNSUB_TIME,UNSUB_CAMPAIGN_TITLE", {}, "export.csv", "left"),
        (",CLEAN_TIME,CLEAN_CAMPAIGN_TITLE", {"CLEAN_TIME": "2022-01-01 00:00:00"}, "export.csv", "bounced"),
        ("", {}, "folder/unsubscribed_segment_export.csv", "left"),
        ("", {}, "cleaned_segment_export.csv", "bounced"),
    ],
)
def test_mailchimp_tells_the_state_by_its_files(more, cells, name, verdict):
    data = table(MAILCHIMP + more, {"EmailAddress": "ada@example.org", "OPTIN_TIME": "2020-01-01 10:00:00", **cells})

    assert verdicts(data, name=name) == {"ada@example.org": verdict}


def test_a_localized_address_column_is_found_by_its_cells():
    data = table(MAILCHIMP, {"EmailAddress": "ada@example.org", "OPTIN_TIME": "2020-01-01 10:00:00"})

    assert verdicts(data.replace("Email Address", "Wie wir dich erreichen")) == {"ada@example.org": "active"}


@pytest.mark.parametrize("name", ["substack", "substack-older"])
def test_substack_with_letters_switched_off_is_a_departure(name):
    data = table(
        HEADERS[name],
        {"email": "on@example.org", "email_disabled": "false", "created_at": "2023-05-03T08:00:00.000Z"},
        {"email": "off@example.org", "email_disabled": "true", "created_at": "2023-05-03T08:00:00.000Z"},
        {"email": "odd@example.org", "email_disabled": "2024-01-01", "created_at": "2023-05-03T08:00:00.000Z"},
    )

    assert verdicts(data) == {"on@example.org": "active", "off@example.org": "left", "odd@example.org": "left"}


def test_ghost_leaves_out_the_deleted_and_drops_notes_and_payments():
    header = HEADERS["ghost"]
    data = table(
        header,
        {"email": "on@example.org", "name": "Ada King", "subscribed_to_emails": "true", "created_at": "2023-05-03",
         "labels": "friends", "note": "owes me tea", "stripe_customer_id": "cus_1"},
        {"email": "off@example.org", "subscribed_to_emails": "false", "created_at": "2023-05-03"},
        {"email": "gone@example.org", "subscribed_to_emails": "true", "deleted_at": "2024-01-01"},
    )  # fmt: skip
    _, rows = judged(data)

    assert [decision.verdict for _, decision in rows] == ["active", "left", "left_out"]
    assert rows[0].decision.facts["tags"] == ["friends"]
    assert "tea" not in str(rows[0])
    assert "cus_1" not in str(rows[0])


def test_beehiiv_takes_the_active_only():
    data = table(
        HEADERS["beehiiv"],
        {"email": "on@example.org", "status": "active", "created_at": "2023-05-03"},
        {"email": "left@example.org", "status": "inactive", "unsubscribed_at": "2024-01-01"},
        {"email": "odd@example.org", "status": "validating", "created_at": "2023-05-03"},
    )

    assert verdicts(data) == {"on@example.org": "active", "left@example.org": "left", "odd@example.org": "left_out"}
    short = table(HEADERS["beehiiv-short"], {"Email": "a@example.org", "Status": "Active", "CreatedAt": "2023-05-03"})
    assert verdicts(short) == {"a@example.org": "active"}


def test_kit_knows_five_states():
    states = ["active", "cancelled", "bounced", "complained", "inactive", "new word"]
    rows = [{"email": f"r{place}@example.org", "state": state, "created_at": "2023-05-03 10:00:00 UTC"}
            for place, state in enumerate(states)]  # fmt: skip

    assert list(verdicts(table(HEADERS["kit"], *rows)).values()) == [
        "active", "left", "bounced", "complained", "pending", "left_out",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        "Email Address,Subscribed at,UTM source\nada@example.org,2023-05-03 10:00:00,ads\n",
        "Email Address,Date Subscribed\nada@example.org,05/03/2023\n",
        "E-Mail;Anmeldedatum\nada@example.org;03.05.2023\n",
    ],
)
def test_an_address_and_a_date_are_enough(data):
    assert verdicts(data) == {"ada@example.org": "active"}


def test_a_list_of_addresses_proves_nothing():
    data = "ada@example.org\nBob <bob@example.org>\n\nnobody\n"

    assert verdicts(data) == {"ada@example.org": "pending", "bob@example.org": "pending", "line 4": "refused"}
    assert set(verdicts(data, basis=DECLARED).values()) == {"active", "refused"}


@pytest.mark.parametrize("name", HEADERS)
def test_without_a_stated_basis_everybody_waits(name):
    header = HEADERS[name]
    address = next(cell for cell in header.split(",") if "mail" in cell.lower()).replace(" ", "")
    cells = {address: "ada@example.org", "created_at": "2023-05-03", "OPTIN_TIME": "2023-05-03", "state": "active",
             "subscribed_to_emails": "true", "status": "active", "Subscribedat": "2023-05-03"}  # fmt: skip

    assert verdicts(table(header, cells), basis=UNKNOWN) == {"ada@example.org": "pending"}


COLUMNS = {"complained": "complained_at", "bounced": "cleaned_at", "left": "unsubscribed_at", "left_out": "deleted_at"}


@pytest.mark.parametrize(("one", "other"), [*itertools.combinations(COLUMNS, 2)])
def test_of_two_states_in_one_row_the_stricter_holds(one, other):
    header = "email,subscribed_at,complained_at,cleaned_at,unsubscribed_at,deleted_at"
    cells = {"email": "ada@example.org", "subscribed_at": "2020-01-01",
             COLUMNS[one]: "2021-01-01", COLUMNS[other]: "2021-01-01"}  # fmt: skip

    assert verdicts(table(header, cells)) == {"ada@example.org": one}


def test_every_layout_names_columns_that_there_are():
    for layout in LAYOUTS.values():
        if layout.slug != "partwise":
            assert {meaning for meaning in layout.columns.values() if meaning} <= set(Column)
        assert layout.care
        assert look(opening("email\na@example.org\n"), name="x").layout == "medium"
