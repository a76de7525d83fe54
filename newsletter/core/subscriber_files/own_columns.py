"""The columns of our own export, by which another installation puts every reader and suppression back."""

READERS = (
    "address",
    "first_name",
    "language",
    "time_zone",
    "reader_since",
    "source",
    "tags",
    "courses",
    "newsletter",
    "state",
    "subscribed_since",
    "confirmed_at",
    "paused_until",
    "ended_at",
    "ended_reason",
    "consent_given_on",
    "consent_wording",
    "consent_evidence",
)
"""One row for each subscription to a newsletter, and one for a reader without any; attributes follow as
`attribute:slug`. `courses` tells of the reader's series by mail, and is read by people alone."""

SUPPRESSIONS = (
    "address",
    "address_hash",
    "key",
    "newsletter",
    "reason",
    "evidence",
    "at",
    "until",
    "lifted_at",
    "lifted_why",
)
"""One row for each suppression; the address is there only where it is a reader's, the hash always."""
