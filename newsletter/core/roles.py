"""Who may do what: writing, sending and seeing readers are three things, and nobody gets one with another.

Permissions are written `app.codename`; on pages and collections by the kind that holds for all of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Role:
    """A group of staff: `permissions` by name, `pages` for every page, `files` for every collection."""

    permissions: frozenset[str]
    pages: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()


EVERYTHING = "everything"
"""Stands for all permissions that there are."""

DOOR = frozenset({"wagtailadmin.access_admin"})
WRITING = frozenset(
    {
        "newsletter.view_newsletter",
        "newsletter.add_issue",  # and with it every right to the issues that one has made
        "series.view_author",
        "series.view_topic",
    }
)
EDITING = frozenset(
    {
        *(f"newsletter.{verb}_issue" for verb in ("view", "change", "delete")),
        *(f"series.{verb}_{noun}" for verb in ("view", "add", "change") for noun in ("author", "topic")),
        *(f"cms.{verb}_supportline" for verb in ("view", "add", "change")),
    }
)
SENDING = frozenset(
    {
        "newsletter.schedule_issue",
        "newsletter.resolve_delivery",
        "newsletter.stop_sending",
        "newsletter.change_segment",
        "newsletter.use_progress_segments",
        *(f"newsletter.{verb}_course" for verb in ("view", "add", "change")),
    }
)
READERS = frozenset(
    {
        "newsletter.view_subscriber",
        "newsletter.see_address",
        "newsletter.add_subscriber",
        "newsletter.change_subscriber",
        "newsletter.delete_subscriber",
        "newsletter.view_subscription",
        "newsletter.change_subscription",
        "newsletter.view_suppression",
        "newsletter.add_suppression",
        "newsletter.lift_suppression",
        "newsletter.view_inboundevent",
        "newsletter.add_importjob",
        *(f"newsletter.{verb}_readertag" for verb in ("view", "add", "change")),
    }
)
FILES = frozenset({"add_image", "choose_image", "add_document", "choose_document"})
SHELVES = frozenset({"add_collection", "change_collection", "delete_collection"})

ROLES: Mapping[str, Role] = {
    "Author": Role(permissions=DOOR | WRITING, pages=frozenset({"add_page"}), files=FILES),
    "Editor": Role(
        permissions=DOOR | WRITING | EDITING,
        pages=frozenset({"add_page", "change_page", "publish_page"}),
        files=FILES | {"change_image", "change_document"},
    ),
    "Publisher": Role(
        permissions=DOOR | WRITING | EDITING | SENDING,
        pages=frozenset({"add_page", "change_page", "publish_page", "lock_page", "unlock_page"}),
        files=FILES | {"change_image", "change_document"},
    ),
    "Reader care": Role(permissions=DOOR | READERS),
    "Administrator": Role(
        permissions=frozenset({EVERYTHING}),
        pages=frozenset({"add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"}),
        files=FILES | SHELVES | {"change_image", "change_document"},
    ),
}
