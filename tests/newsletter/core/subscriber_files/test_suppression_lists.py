"""Providers' lists are told by their columns, and each row gets a reason of ours or stays out with its words."""

import io
import json
from contextlib import nullcontext
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings, strategies as st

from newsletter.core.subscriber_files.limits import FileRefused, Limits
from newsletter.core.subscriber_files.list_rows import NO_ADDRESS, read_list
from newsletter.core.subscriber_files.suppression_lists import FOR_A_WHILE, OF_THE_SENDER, STRANGE

AT = "2024-05-03T10:00:00Z"
MAILCHIMP = "Email Address,First Name,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,LEID,EUID,TAGS"
GONE = "550 5.1.1 no such user"
LISTS = {
    "SendGrid, bounces or blocks": (
        (
            f'status,reason,email,created\n5.1.1,"{GONE}",a@example.org,1714730400\n'
            '5.7.1,"550 5.7.1 policy",b@example.org,1714730400\n4.2.2,"452 4.2.2 full",c@example.org,1714730400\n'
            ',"550 no mailbox here",d@example.org,1714730400\n5.2.2,full,e@example.org,1714730400\n'
        ),
        ["hard_bounce", OF_THE_SENDER, FOR_A_WHILE, "hard_bounce", FOR_A_WHILE],
    ),
    "SendGrid, spam reports": ("ip,email,created\n192.0.2.1,a@example.org,1714730400\n", ["complaint"]),
    "SendGrid, invalid addresses": ('reason,email,created\n"bad domain",a@example.org,1714730400\n', ["hard_bounce"]),
    "SendGrid, unsubscribes": ("email,created\na@example.org,1714730400\n", ["imported"]),
    "Mailgun, bounces": (
        (
            'address,code,error,created_at\na@example.org,550,"5.1.1 no such user","Fri, 03 May 2024 10:00:00 UTC"\n'
            'b@example.org,605,"Not delivering to previously bounced address","Fri, 03 May 2024 10:00:00 UTC"\n'
            'c@example.org,550,"5.7.1 your host is listed","Fri, 03 May 2024 10:00:00 UTC"\n'
        ),
        ["hard_bounce", "hard_bounce", OF_THE_SENDER],
    ),
    "Mailgun, unsubscribes": (
        'address,tags,created_at\na@example.org,*,"Fri, 03 May 2024 10:00:00 UTC"\n',
        ["imported"],
    ),
    "Mailgun, complaints": ('address,created_at\na@example.org,"Fri, 03 May 2024 10:00:00 UTC"\n', ["complaint"]),
    "Postmark": (
        (
            f"EmailAddress,SuppressionReason,Origin,CreatedAt\na@example.org,HardBounce,Recipient,{AT}\n"
            f"b@example.org,SpamComplaint,Recipient,{AT}\nc@example.org,ManualSuppression,Recipient,{AT}\n"
            f"d@example.org,ManualSuppression,Customer,{AT}\ne@example.org,Mood,Customer,{AT}\n"
        ),
        ["hard_bounce", "complaint", "imported", "staff", STRANGE],
    ),
    "Amazon SES": (
        f"EmailAddress,Reason,LastUpdateTime\na@example.org,BOUNCE,{AT}\nb@example.org,COMPLAINT,{AT}\n",
        ["hard_bounce", "complaint"],
    ),
    "Brevo": (
        (
            f"email,senderEmail,reason,blockedAt\na@example.org,x@example.com,hardBounce,{AT}\n"
            f"b@example.org,x@example.com,contactFlaggedAsSpam,{AT}\nc@example.org,x@example.com,unsubscribedViaEmail,{AT}\n"
            f"d@example.org,x@example.com,adminBlocked,{AT}\n"
        ),
        ["hard_bounce", "complaint", "imported", "staff"],
    ),
    "Mailchimp, cleaned": (
        f"{MAILCHIMP},CLEAN_TIME,CLEAN_CAMPAIGN_TITLE\na@example.org,Ada,2,,,1,2,,2024-05-03 10:00:00,June\n",
        ["hard_bounce"],
    ),
    "Mailchimp, unsubscribed": (
        (
            f"{MAILCHIMP.replace('Email Address', 'E-Mail-Anschrift')},UNSUB_TIME\n"
            "a@example.org,Ada,2,,,1,2,,2024-05-03 10:00:00\n"
        ),
        ["imported"],
    ),
}


def read(data: bytes | str, *, name="list.csv", **limits):
    raw = data.encode() if isinstance(data, str) else data
    kept = {"limits": Limits(**limits)} if limits else {}
    return read_list(lambda: nullcontext(io.BytesIO(raw)), name=name, **kept)


@pytest.mark.parametrize("label", LISTS)
@pytest.mark.parametrize("written", ["as it is", "semicolons", "UTF-16", "capitals"])
def test_each_list_is_told_by_its_columns_and_each_reason_is_ours(label, written):
    data, expected = LISTS[label]
    if written == "semicolons" and '"' not in data:
        data = data.replace(",", ";")
    if written == "capitals":
        header, _, rest = data.partition("\n")
        data = f"{header.upper()}\n{rest}"
    found = read(data.encode("utf-16") if written == "UTF-16" else data)

    assert found.label == label
    assert [row.reason or row.why for row in found.rows] == expected
    assert [row.key for row in found.rows] == [f"{letter}@example.org" for letter in "abcde"[: len(expected)]]
    assert {row.at for row in found.rows if row.reason} == {datetime(2024, 5, 3, 10, tzinfo=UTC)}


def test_blocks_are_held_against_the_sender():
    found = read(f"status,reason,email,created\n5.1.1,{GONE},a@example.org,1714730400\n", name="suppression_blocks.csv")

    assert [row.why for row in found.rows] == [OF_THE_SENDER]


def test_amazons_file_without_a_header_is_known():
    found = read("a@example.org,BOUNCE\nb@example.org,COMPLAINT\nc@example.org,\n")

    assert [row.reason or row.why for row in found.rows] == ["hard_bounce", "complaint", STRANGE]


@pytest.mark.parametrize(
    ("told", "label"),
    [
        ({"SuppressedDestinationSummaries": [{"EmailAddress": "a@example.org", "Reason": "BOUNCE"}]}, "Amazon SES"),
        (
            {
                "Suppressions": [
                    {"EmailAddress": "a@example.org", "SuppressionReason": "HardBounce", "Origin": "", "CreatedAt": AT}
                ]
            },
            "Postmark",
        ),
        (
            {
                "count": 1,
                "contacts": [{"email": "a@example.org", "reason": {"code": "hardBounce"}, "blockedAt": AT}],
            },
            "Brevo",
        ),
        (
            {"items": [{"address": "a@example.org", "code": "550", "error": "", "created_at": AT}], "paging": {}},
            "Mailgun, bounces",
        ),
    ],
)
def test_the_answer_of_a_providers_api_is_known_as_well(told, label):
    found = read(json.dumps(told, indent=1), name="list.json")

    assert found.label == label
    assert [(row.key, row.reason) for row in found.rows if row.key] == [("a@example.org", "hard_bounce")]


def test_a_row_that_cannot_be_taken_says_why_and_where():
    found = read(
        "EmailAddress,Reason,LastUpdateTime\n,BOUNCE,\nnobody,BOUNCE,\nä@example.org,BOUNCE,\n"
        'a@example.org,"BOUNCE,\nb@example.org,BOUNCE,\n'
    )

    assert [(row.line, bool(row.why)) for row in found.rows] == [(2, True), (3, True), (4, True), (5, True), (6, False)]
    assert found.rows[0].why == NO_ADDRESS


@pytest.mark.parametrize("data", ["a@example.org\nb@example.org\n", "Email\na@example.org\n"])
def test_one_address_a_line_is_no_providers_list(data):
    assert read(data) is None


@pytest.mark.parametrize(
    "data",
    [
        "email,first name,created\na@example.org,Ada,2024\n",
        "name,city\nAda,Lisbon\n",
        '{"members": [{"email": "a@example.org"}]}',
        '{"items": [1, 2]}',
        '{"items": [',
        b"PK\x03\x04" + b"\x00" * 90,
    ],
)
def test_what_we_do_not_know_is_refused_in_words(data):
    with pytest.raises(FileRefused, match=r"\.$"):
        read(data)


def test_a_list_without_an_end_is_refused():
    data = "email,created\n" + "a@example.org,1714730400\n" * 30
    with pytest.raises(FileRefused, match="at most"):
        read(data, rows=20)


CELLS = st.text(max_size=12) | st.sampled_from(["a@example.org", "=cmd", "BOUNCE", "\x00", "550 5.1.1", '"', AT])


@settings(deadline=None, max_examples=60)
@given(label=st.sampled_from(list(LISTS)), rows=st.lists(st.lists(CELLS, max_size=6), max_size=5))
def test_any_cells_are_read_to_their_end(label, rows):
    header = LISTS[label][0].partition("\n")[0]
    try:
        found = read("\n".join([header, *(",".join(row) for row in rows)]).encode("utf-8", "surrogatepass"))
    except FileRefused:
        return
    assert found is None or all(bool(row.why) is not bool(row.reason) for row in found.rows)
