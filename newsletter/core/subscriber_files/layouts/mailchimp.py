"""Mailchimp: a zip, or CSV files, of those who are subscribed, unsubscribed and cleaned; seen in its exports."""

from newsletter.core.subscriber_files.columns import Column
from newsletter.core.subscriber_files.layouts.base import Layout, columns, marks, said_as, told
from newsletter.core.subscriber_files.rows import Row
from newsletter.core.subscriber_files.said import Said, Stance


def says(row: Row, name: str) -> Said:
    """The file tells the state: by its name, and by columns that only the two other files have, also when empty."""
    file = name.lower().rpartition("/")[2]
    if Column.CLEANED_AT in row or file.startswith("cleaned"):
        return said_as(row, Stance.BOUNCED)
    if Column.LEFT_AT in row or file.startswith("unsubscribed"):
        return said_as(row, Stance.LEFT)
    return told(row)


LAYOUT = Layout(
    slug="mailchimp",
    label="Mailchimp",
    says=says,
    marks=(marks("MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,LEID,EUID"),),
    columns=columns(
        TIMEZONE=None, LATITUDE=None, LONGITUDE=None, GMTOFF=None, DSTOFF=None, CC=None, REGION=None, NOTES=None
    ),
    care="Give the whole zip: with the unsubscribed and the cleaned, nobody is mailed who must not be. Where Mailchimp "
    "thinks that readers live is left out.",
)
