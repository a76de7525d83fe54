"""A letter, its sender and readers of every kind, for tests of the wire."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import strategies as st

from newsletter.core.content import CompiledLetter, Recipient, TransferEncoding
from newsletter.core.headers import SenderFacts

FACTS = SenderFacts(
    from_name="Slow Letters",
    from_address="letters@news.example.org",
    site_url="https://news.example.org",
    bounce_domain="bounce.example.org",
    list_id="n7.news.example.org",
    feedback_id="i123:news:site:partwise",
    reply_to="mara@example.org",
    newsletter="Slow Letters",
    view_url="https://news.example.org/v/abc",
)
LETTER = CompiledLetter(
    subject="[[first_name|Friend]], part 2",
    preview_text="Coming back",
    html=(
        '<p title="[[first_name]]">Dear [[first_name|friend]],</p>\n'
        '.\nFrom here <a href="[[unsubscribe_url]]">leave</a>\n'
    ),
    text="Dear [[first_name|friend]],\n\n.dot and space \nFrom here: [[unsubscribe_url]]\n[[address_hint]]\n",
    boundary="=_0123456789abcdef0123456789abcdef",
)
ADA = Recipient(
    delivery_id="d1",
    subscription_id="s1",
    address="ada@example.org",
    name="Ada Lovelace",
    first_name="Ada",
    message_id="<abcdefghij@news.example.org>",
    date=datetime(2025, 6, 12, 7, tzinfo=UTC),
    envelope_token="e" * 40,
    unsubscribe_token="T" * 25,
    letter_token="L" * 41,
    mail_token="t" * 50,
)
HOSTILE = st.sampled_from(
    [
        "=?utf-8?q?x?=",
        "[[unsubscribe_url]]",
        '"><script>alert(1)</script>',
        "> <evil@x.example>",
        "--=_0123456789abcdef0123456789abcdef--",
        ".",
        "From me",
        "\u0625\u0633\u0631\u0627\u0621 " * 30,
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\u0928\u092e\u0938\u094d\u0924\u0947",
        "\x0b\x0c\x1c\x85\u2028",
        "=20=\t ",
        "zq00001qz",
        "",
    ]
)
NAMES = HOSTILE | st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=90)
ENCODINGS = st.sampled_from(TransferEncoding)

LOCAL_PARTS = st.from_regex(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,20}(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,20}){0,2}", fullmatch=True
)
DOMAINS = st.sampled_from(["example.org", "gmail.com", "xn--bcher-kva.example", "mail.sub.example.co.uk"])


@st.composite
def readers(draw) -> Recipient:
    """Somebody with an odd name, an odd address and tokens of their own."""
    name = draw(NAMES)
    tokens = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=50, max_size=50)
    mark = draw(tokens)
    return replace(
        ADA,
        address=f"{draw(LOCAL_PARTS)}@{draw(DOMAINS)}",
        name=name,
        first_name=draw(st.just(name) | NAMES),
        message_id=f"<{mark[:26]}@news.example.org>",
        envelope_token=mark[:40],
        unsubscribe_token=mark[:25],
        letter_token=mark[:41],
        mail_token=mark,
    )


def both(letter: CompiledLetter, encoding: TransferEncoding) -> CompiledLetter:
    return replace(letter, text_encoding=encoding, html_encoding=encoding)
