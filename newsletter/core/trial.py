"""Two readers who do not exist, for the checks: one who told us nothing, one with the longest and least Latin name."""

from datetime import UTC, datetime

from newsletter.core.content import Recipient

BARE = Recipient(
    delivery_id="00000000-0000-4000-8000-000000000001",
    subscription_id="00000000-0000-4000-8000-000000000001",
    address="reader@example.org",
    message_id="<trialaaaaaaaaaaaaaaaaaaaaa@example.org>",
    date=datetime(2026, 1, 1, 7, 0, tzinfo=UTC),
    envelope_token="a" * 40,
    unsubscribe_token="A" + "b" * 24,
    letter_token="Q" + "b" * 40,
    mail_token="q" * 50,
)
LONG = Recipient(
    delivery_id="00000000-0000-4000-8000-000000000002",
    subscription_id="00000000-0000-4000-8000-000000000002",
    address="a.reader.with.a.very.long.address.indeed@a-long-name-of-a-domain.example.org",
    message_id="<trialbbbbbbbbbbbbbbbbbbbbb@example.org>",
    date=datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
    envelope_token="b" * 40,
    unsubscribe_token="A" + "c" * 24,
    letter_token="Q" + "c" * 40,
    mail_token="r" * 50,
    first_name="ขวัญใจ <&\"'> Nguyễn-Størk إسراء の名前はとても長い",
    language="th",
    zone="Asia/Bangkok",
)
READERS = (BARE, LONG)
