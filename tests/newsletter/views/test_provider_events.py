"""What providers tell us, in the form of each: proved, stored once, and without an address."""

import base64
import hashlib
import hmac
import json
from importlib.util import find_spec
from urllib.parse import urlencode

import pytest

from newsletter.core.providers import PROVIDERS as CATALOGUE
from newsletter.events.hear import hear_waiting
from newsletter.models import Delivery, InboundEvent, Subscription, Suppression
from newsletter.send import deliver

pytestmark = pytest.mark.one_database_is_enough

PASSWORD = "partwise:a-password"
KEY = "a-signing-key"
API_KEY = "an-api-key"
ID = "PUBLIC-ID"
WORDS = "550 5.1.1 <ada@example.org>: no such user"
BASIC = {"HTTP_AUTHORIZATION": "Basic " + base64.b64encode(PASSWORD.encode()).decode()}


def signed(body):
    return hmac.new(KEY.encode(), body, hashlib.sha256).hexdigest()


def mailgun(kind, event_id):
    data = {"event": {"bounced": "failed", "complained": "complained"}[kind], "recipient": "ada@example.org"}
    data |= {"timestamp": 1780000000, "severity": "permanent", "delivery-status": {"message": WORDS}}
    token = f"token-{event_id}"
    proof = {"token": token, "timestamp": "1780000000", "signature": signed(f"1780000000{token}".encode())}
    return {"signature": proof, "event-data": {**data, "user-variables": {"public_id": ID}}}, {}


def postmark(kind, event_id):
    facts = {"RecordType": "Bounce", "Type": "HardBounce", "Details": WORDS, "BouncedAt": "2026-06-01T09:00:00Z"}
    facts |= {"RecordType": "SpamComplaint", "Type": "SpamComplaint"} if kind == "complained" else {}
    return {**facts, "ID": event_id, "Email": "ada@example.org", "Metadata": {"public_id": ID}}, BASIC


def sendgrid(kind, event_id):
    facts = {"event": {"bounced": "bounce", "complained": "spamreport"}[kind], "reason": WORDS, "timestamp": 1780000000}
    return [{**facts, "sg_event_id": event_id, "email": "ada@example.org", "public_id": ID}], BASIC


def brevo(kind, event_id):
    facts = {
        "event": {"bounced": "hard_bounce", "complained": "spam"}[kind],
        "reason": WORDS,
        "ts_epoch": 1780000000000,
    }
    custom = json.dumps({"public_id": ID})
    return {**facts, "email": "ada@example.org", "X-Mailin-custom": custom, "id": event_id}, BASIC


def resend(kind, event_id):
    data = {"to": ["ada@example.org"], "email_id": "x"}
    data["headers"] = [{"name": "X-Metadata", "value": json.dumps({"public_id": ID})}]
    data |= {"bounce": {"message": WORDS + " (bounce message)"}} if kind == "bounced" else {}
    body = {"type": f"email.{kind}", "created_at": "2026-06-01T09:00:00Z", "data": data}
    return body, BASIC | {"HTTP_SVIX_ID": str(event_id)}


def mailtrap(kind, event_id):
    facts = {"event": {"bounced": "bounce", "complained": "spam"}[kind], "timestamp": 1780000000, "message_id": "x"}
    event = {**facts, "event_id": str(event_id), "email": "ada@example.org", "response": WORDS}
    body = {"events": [{**event, "custom_variables": {"public_id": ID}}]}
    return body, {}


def amazon_ses(kind, event_id):
    mail = {"messageId": "x", "destination": ["ada@example.org"]}
    mail["headers"] = [{"name": "X-Metadata", "value": json.dumps({"public_id": ID})}]
    bounce = {"bounceType": "Permanent", "bounceSubType": "General"}
    bounce["bouncedRecipients"] = [{"emailAddress": "ada@example.org", "diagnosticCode": f"smtp; {WORDS}"}]
    complaint = {"complainedRecipients": [{"emailAddress": "ada@example.org"}]}
    said = {
        "bounced": {"eventType": "Bounce", "bounce": bounce},
        "complained": {"eventType": "Complaint", "complaint": complaint},
    }
    message = json.dumps({**said[kind], "mail": mail})
    body = {"Type": "Notification", "MessageId": str(event_id), "Message": message, "Timestamp": "2026-06-01T09:00:00Z"}
    return body, BASIC | {"HTTP_X_AMZ_SNS_MESSAGE_TYPE": "Notification", "HTTP_X_AMZ_SNS_MESSAGE_ID": str(event_id)}


def mailersend(kind, event_id):
    morph = {
        "bounced": {"object": "recipient_bounce", "reason": WORDS, "readable_reason": WORDS},
        "complained": {"object": "spam_complaint"},
    }[kind]
    email = {"object": "email", "message": {"object": "message", "id": "x"}, "tags": ["letters", ID]}
    email["recipient"] = {"object": "recipient", "email": "ada@example.org"}
    facts = {"object": "activity", "id": str(event_id), "created_at": "2026-06-01T09:00:00.000000Z", "morph": morph}
    what = {"bounced": "hard_bounced", "complained": "spam_complaint"}[kind]
    return {"type": f"activity.{what}", "data": {**facts, "type": what, "email": email}}, {}


def mailjet(kind, event_id):
    facts = {"event": {"bounced": "bounce", "complained": "spam"}[kind], "time": 1780000000 + event_id}
    facts |= {"error": "user unknown", "hard_bounce": True, "smtp_reply": WORDS} if kind == "bounced" else {}
    letter = {"email": "ada@example.org", "MessageID": 19421777835146490, "Payload": json.dumps({"public_id": ID})}
    return [{**facts, **letter}], BASIC


def mandrill(kind, event_id):
    facts = {"bounced": {"event": "hard_bounce"}, "complained": {"event": "spam"}}[kind]
    letter = {"email": "ada@example.org", "diag": WORDS, "metadata": {"public_id": ID}, "_id": "x"}
    return [{**facts, "ts": 1780000000 + event_id, "_id": "x", "msg": letter}], BASIC


def sparkpost(kind, event_id):
    facts = {"type": "bounce", "bounce_class": "10", "raw_reason": WORDS} if kind == "bounced" else {}
    event = {"type": "spam_complaint", **facts, "event_id": str(event_id), "timestamp": "1780000000"}
    event |= {"raw_rcpt_to": "ada@example.org", "rcpt_meta": {"public_id": ID}, "transmission_id": "x"}
    return [{"msys": {"message_event": event}}, {"msys": {}}], BASIC


def unisender_go(kind, event_id):
    data = {"status": {"bounced": "hard_bounced", "complained": "spam"}[kind], "email": "ada@example.org"}
    data |= {"event_time": f"2026-06-01 09:00:0{event_id}", "metadata": {"public_id": ID, "anymail_id": "x"}}
    info = {"delivery_status": "err_user_unknown", "destination_response": WORDS}
    data |= {"delivery_info": info} if kind == "bounced" else {}
    event = {"event_name": "transactional_email_status", "event_data": data}
    return {"auth": "AUTH-OF-THE-CALL", "events_by_user": [{"user_id": 1, "events": [event]}]}, {}


FORMS = (
    amazon_ses,
    brevo,
    mailersend,
    mailgun,
    mailjet,
    mailtrap,
    mandrill,
    postmark,
    resend,
    sendgrid,
    sparkpost,
    unisender_go,
)
PROVIDERS = {form.__name__: form for form in FORMS}
WITHOUT_EVENTS = {"postal", "scaleway"}


def of_mandrill(raw):
    """It signs the address that it calls, password and all, with what it posts; as SHA-1."""
    body = urlencode({"mandrill_events": raw.decode()})
    told = f"http://{PASSWORD}@testserver/hooks/mandrill/mandrill_events{raw.decode()}"
    signature = base64.b64encode(hmac.new(KEY.encode(), told.encode(), hashlib.sha1).digest()).decode()
    return body.encode(), BASIC | {"HTTP_X_MANDRILL_SIGNATURE": signature}


def of_unisender_go(raw):
    """The hash of the call with the API key in the place of the hash."""
    proof = hashlib.md5(raw.replace(b"AUTH-OF-THE-CALL", API_KEY.encode())).hexdigest()
    return raw.replace(b"AUTH-OF-THE-CALL", proof.encode()), BASIC


SIGNED = {
    "mailersend": lambda raw: (raw, BASIC | {"HTTP_SIGNATURE": signed(raw)}),
    "mailgun": lambda raw: (raw, BASIC),
    "mailtrap": lambda raw: (raw, BASIC | {"HTTP_MAILTRAP_SIGNATURE": signed(raw)}),
    "mandrill": of_mandrill,
    "unisender_go": of_unisender_go,
}


@pytest.fixture(params=PROVIDERS)
def slug(request, settings, issue, transport):
    """The chosen provider; Ada's letter has left."""
    deliver(transport=transport, run="a", limit=10)
    chosen(settings, request.param)
    return request.param


def chosen(settings, slug, **events):
    own = settings.PARTWISE["newsletter"]
    facts = {"transport": "esp", "esp": {**own["esp"], "slug": slug, "key": API_KEY}}
    key = "" if slug == "unisender_go" else KEY
    facts["esp_events"] = {"secret": PASSWORD, "key": key, **events}
    settings.PARTWISE = {**settings.PARTWISE, "newsletter": {**own, **facts}}


@pytest.fixture
def told(client, slug, ada):
    """The provider calls; the status of our answer."""

    def call(kind, event_id=1, *, proved=True):
        body, headers = PROVIDERS[slug](kind, event_id)
        raw = json.dumps(body).replace(ID, str(ada().public_id)).encode()
        if slug in SIGNED:
            raw, headers = SIGNED[slug](raw)
        form = "application/x-www-form-urlencoded" if slug == "mandrill" else "application/json"
        if proved == "password alone":  # somebody who knows the password changes what the provider signed
            raw = raw.replace(b"ada%40" if slug == "mandrill" else b"ada@", b"eve@")
            raw = raw.replace(signed(b"1780000000token-1").encode(), b"0" * 64)
        if not proved:
            raw = raw.replace(signed(b"1780000000token-1").encode(), b"0" * 64)
            headers = {
                name: "wrong" if name != "HTTP_X_AMZ_SNS_MESSAGE_TYPE" else value for name, value in headers.items()
            }
        return client.post(f"/hooks/{slug}/", raw, content_type=form, **headers).status_code

    return call


@pytest.fixture
def ada():
    return lambda: Delivery.objects.get(subscription__subscriber__email="ada@example.org")


def test_a_bounce_is_stored_without_an_address_and_then_applied(told, ada):
    assert told("bounced") == 200

    event = InboundEvent.objects.get()
    assert b"public_id" in bytes(event.raw)
    hear_waiting()
    assert (ada().outcome, ada().outcome_reason) == ("bounced", "hard")
    assert Suppression.objects.filter(reason="hard_bounce", evidence="550 5.1.1").exists()
    event.refresh_from_db()
    assert "@" not in event.said


def test_a_complaint_ends_everything(told, ada):
    assert told("complained") == 200
    hear_waiting()

    assert Subscription.objects.get(pk=ada().subscription_id).ended_reason == "complained"


def test_told_twice_and_in_any_order_it_counts_once(told, ada):
    for kind, event_id in (("complained", 2), ("bounced", 1), ("complained", 2), ("bounced", 1)):
        assert told(kind, event_id) == 200
    hear_waiting()

    assert InboundEvent.objects.count() == 2
    assert ada().outcome == "complained"


def test_whoever_proves_nothing_is_refused_and_nothing_is_stored(told):
    assert told("bounced", proved=False) in {400, 401}
    assert not InboundEvent.objects.exists()


def test_the_password_alone_proves_nothing_where_the_provider_signs(told, slug):
    answered = told("bounced", proved="password alone")

    assert (answered in {400, 401}) is (slug in SIGNED)
    assert InboundEvent.objects.exists() is (slug not in SIGNED)


def test_every_provider_of_the_catalogue_is_tried_here_or_known_to_tell_nothing():
    assert set(PROVIDERS) | WITHOUT_EVENTS == set(CATALOGUE)
    assert {slug for slug, provider in CATALOGUE.items() if not provider.tells_of_bounces} == WITHOUT_EVENTS
    assert {slug for slug in PROVIDERS if CATALOGUE[slug].events_key} == set(SIGNED)


def test_what_anymail_reads_is_wired_but_for_what_needs_more_than_we_bring():
    """Postal's events are signed with a key that only the package cryptography reads; Scaleway's are read by nobody."""
    read = {slug for slug in CATALOGUE if find_spec(f"anymail.webhooks.{slug}")}

    assert read - set(PROVIDERS) == {"postal"}


def test_what_is_no_event_is_refused_with_words(client, settings, db):
    chosen(settings, "postmark")
    answer = client.post("/hooks/postmark/", b"{no json", content_type="application/json", **BASIC)

    assert (answer.status_code, answer.content) == (400, b"This is no event as Postmark writes it.\n")


@pytest.mark.parametrize("slug", ["sendgrid", "nobody"])
def test_only_the_chosen_provider_is_heard(client, settings, db, slug):
    chosen(settings, "postmark")
    assert client.post(f"/hooks/{slug}/", b"{}", content_type="application/json", **BASIC).status_code == 404


@pytest.mark.parametrize(("slug", "events"), [("postmark", {"secret": ""}), ("mailgun", {"key": ""})])
def test_without_a_proof_nobody_is_heard(client, settings, db, slug, events):
    chosen(settings, slug, **events)
    assert client.post(f"/hooks/{slug}/", b"{}", content_type="application/json").status_code == 404


def test_a_kind_of_event_that_nobody_needs_changes_nothing(client, settings, issue, transport, ada):
    deliver(transport=transport, run="a", limit=10)
    chosen(settings, "postmark")
    body = {"RecordType": "Open", "Recipient": "ada@example.org", "Metadata": {"public_id": str(ada().public_id)}}
    client.post("/hooks/postmark/", json.dumps(body), content_type="application/json", **BASIC)
    hear_waiting()

    assert (InboundEvent.objects.get().verdict, ada().outcome) == ("ignored", "none")
