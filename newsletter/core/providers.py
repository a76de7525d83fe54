"""The providers that can hand over for us, what each asks for and what it cannot do."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Repeats(StrEnum):
    """How a provider is told that a call is the same call again (its idempotency key), if at all."""

    NO = "no"
    HEADER = "header"  # Resend: Idempotency-Key, kept for 24 hours
    FIELD = "field"  # Brevo: headers.idempotencyKey, kept for at least 15 minutes


UNMARKED = frozenset({"postal"})
"""By slug: those that have no place for our mark on a letter (anymail's metadata, or a tag)."""

MARKED_BY_TAG = frozenset({"mailersend"})
"""By slug: those without metadata, whose events carry a letter's tags: the mark is one."""

OWN_LIST_HEADERS = frozenset({"sparkpost"})
"""By slug: those that refuse a List-Unsubscribe of ours."""


@dataclass(frozen=True, kw_only=True)
class Provider:
    """`slug` is anymail's module; `key` and `secret` name what PARTWISE_ESP_KEY and PARTWISE_ESP_SECRET are there.

    `takes_wire`: our own bytes travel, else their subject, headers, text and HTML as fields of its API.
    `switches_tracking`: it can be told for each letter not to measure opens and clicks.
    `events` is anymail's class that reads what it tells us, or empty where it has none, or none that we can prove;
    `events_key` is what its signing key is called there, and where there is one it must be known. Without it a password
    proves who speaks. Where it `signs_with_key`, that key is the one of its API.
    `most_together` letters may share one call: more than one only where it knows the key of a call, so that a call
    without an answer can be settled.
    """

    slug: str
    name: str
    key: str = "api_key"
    secret: str = ""
    needs_key: bool = True
    needs: frozenset[str] = frozenset()
    options: frozenset[str] = frozenset()
    switches_tracking: bool = True
    takes_wire: bool = False
    keeps_message_id: bool = False
    repeats: Repeats = Repeats.NO
    headers: tuple[tuple[str, str], ...] = ()
    events: str = ""
    events_key: str = ""
    signs_with_key: bool = False
    most_together: int = 1

    @property
    def tells_of_bounces(self) -> bool:
        """Whether we can ever hear from it what became of a letter."""
        return bool(self.events) and self.slug not in UNMARKED

    def is_heard(self, *, secret: str, key: str) -> bool:
        """Whether what it tells us can be believed: it proves itself by its key, or by our password."""
        return bool(self.events) and bool(key if self.events_key else secret)


_ALL = (
    # Amazon's keys may also come from the machine's own role; boto3 finds them.
    Provider(
        slug="amazon_ses",
        name="Amazon SES",
        events="AmazonSESTrackingWebhookView",
        key="aws_access_key_id",
        secret="aws_secret_access_key",  # noqa: S106 - the name of a field
        needs_key=False,
        options=frozenset({"region_name", "configuration_set_name"}),
        switches_tracking=False,
        takes_wire=True,
    ),
    Provider(
        slug="brevo",
        name="Brevo",
        events="BrevoTrackingWebhookView",
        switches_tracking=False,
        repeats=Repeats.FIELD,
        most_together=1_000,
    ),
    Provider(
        slug="mailersend",
        name="MailerSend",
        events="MailerSendTrackingWebhookView",
        events_key="signing_secret",
        key="api_token",
    ),
    Provider(
        slug="mailgun",
        name="Mailgun",
        events="MailgunTrackingWebhookView",
        events_key="webhook_signing_key",
        options=frozenset({"sender_domain"}),
        takes_wire=True,
        keeps_message_id=True,
    ),
    Provider(slug="mailjet", name="Mailjet", events="MailjetTrackingWebhookView", secret="secret_key"),  # noqa: S106 - the name of a field
    Provider(
        slug="mailtrap",
        name="Mailtrap",
        events="MailtrapTrackingWebhookView",
        events_key="tracking_secret",
        key="api_token",
        options=frozenset({"sandbox_id"}),
        switches_tracking=False,
    ),
    Provider(slug="mandrill", name="Mandrill", events="MandrillCombinedWebhookView", events_key="webhook_key"),
    Provider(
        slug="postal",
        name="Postal",
        needs=frozenset({"api_url"}),
        switches_tracking=False,
    ),
    Provider(
        slug="postmark",
        name="Postmark",
        events="PostmarkTrackingWebhookView",
        key="server_token",
        options=frozenset({"message_stream"}),
        keeps_message_id=True,
        headers=(("X-PM-KeepID", "true"),),  # else Postmark writes a Message-ID of its own
    ),
    Provider(
        slug="resend",
        name="Resend",
        events="ResendTrackingWebhookView",
        switches_tracking=False,
        repeats=Repeats.HEADER,
        most_together=100,
    ),
    Provider(
        slug="scaleway",
        name="Scaleway",
        key="secret_key",
        needs=frozenset({"project_id"}),
        options=frozenset({"region"}),
        switches_tracking=False,
    ),
    Provider(
        slug="sendgrid",
        name="SendGrid",
        events="SendGridTrackingWebhookView",
        keeps_message_id=True,
    ),
    Provider(
        slug="sparkpost", name="SparkPost", events="SparkPostTrackingWebhookView", options=frozenset({"subaccount"})
    ),
    Provider(
        slug="unisender_go",
        name="Unisender Go",
        events="UnisenderGoTrackingWebhookView",
        events_key="api_key",
        signs_with_key=True,
        needs=frozenset({"api_url"}),
    ),
)
PROVIDERS: Mapping[str, Provider] = {provider.slug: provider for provider in _ALL}
