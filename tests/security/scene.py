"""Everybody who may come to a door, and everything that they may ask for: the objects behind the matrix' addresses.

An object has a noun ("issue") and a case ("own", "others", "gone"); what stands in the address is its value.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.tokens import default_token_generator
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from PIL import Image as Pillow
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    PageViewRestriction,
    Site,
    Workflow,
    WorkflowTask,
)
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.models import SiteIdentity, SupportLine
from newsletter.conf import link_keys, token_keys
from newsletter.core.clicks import TRAP
from newsletter.core.issue_state import State
from newsletter.core.mailed_links import LinkPurpose, link_token
from newsletter.core.tokens import letter_token, unsubscribe_token, view_token
from newsletter.courses.deeds import open_course
from newsletter.importing.files import open_job
from newsletter.models import (
    AttributeField,
    CountedLink,
    Course,
    Issue,
    MailedLink,
    Newsletter,
    ReaderTag,
    Suppression,
)
from newsletter.rights import erase_reader
from newsletter.roles import make_roles
from newsletter.send import start
from newsletter.subscriptions import Consent, enroll
from series.models import Author, Topic
from tests.factories import due_issue, segment, unasked
from tests.world import LONG_AGO, World, build_world

PASSWORD = "a long password for tests"
GROUPS = {
    "author": "Author",
    "editor": "Editor",
    "publisher": "Publisher",
    "care": "Reader care",
    "administrator": "Administrator",
}
ROLES = ("anonymous", "outsider", "former", *GROUPS)
NO_NUMBER = 999_999
PUBLIC_NUMBER = 7
UNSEARCHED = {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": False}

Values = dict[str, dict[str, object]]


@dataclass
class Scene:
    """`people` by role (None for anonymous), `values` by noun and case."""

    people: dict[str, object]
    values: Values


def build_scene() -> Scene:
    """The world with a person of each role and one object of each kind and case. Needs a database."""
    world = build_world()
    with disable_reference_index_auto_update(), override_settings(WAGTAILSEARCH_BACKENDS={"default": UNSEARCHED}):
        return _furnished(world)


def _furnished(world: World) -> Scene:
    people = _people()
    values = {
        **_pages(world, people),
        **_issues(world, people),
        **_readers(world),
        **_courses(world),
        **_imports(world, people),
        **_files(people),
        **_rest(world, people),
    }
    return Scene(people, values)


def _people() -> dict[str, object]:
    make_roles()
    users = get_user_model().objects
    people = {role: users.create_user(role, f"{role}@staff.example", PASSWORD) for role in ROLES if role != "anonymous"}
    for role, group in GROUPS.items():
        people[role].groups.add(Group.objects.get(name=group))
    people["former"].groups.add(Group.objects.get(name="Administrator"))
    return {"anonymous": None, **people}


def _pages(world: World, people) -> Values:
    """`own` is the author's draft, `others` somebody else's; `live` is public, `closed` asks for a password.

    `crossed` is somebody else's revision under the address of the author's own page.
    """
    own = world.add_article("Mine", live=False, owner=people["author"])
    others = world.add_article("Somebody's", live=False, owner=people["editor"])
    live, closed = world.parts["what"].article, world.add_article("Behind a password")
    restriction = PageViewRestriction.objects.create(page=closed, restriction_type="password", password="open it")
    review = world.add_article("Waits for a review", live=False, owner=people["author"])
    workflow, task = Workflow.objects.create(name="Review"), GroupApprovalTask.objects.create(name="Read it")
    task.groups.add(Group.objects.get(name="Editor"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    state = workflow.start(review, people["author"])
    pages = {"own": own, "others": others, "live": live, "closed": closed, "review": review}
    revisions = {case: page.get_latest_revision() for case, page in pages.items()}
    return {
        "page": {case: page.pk for case, page in pages.items()} | {"gone": NO_NUMBER},
        "revision": {case: found.pk for case, found in revisions.items()}
        | {"crossed": revisions["others"].pk, "gone": NO_NUMBER},
        "review": {"own": review.pk, "gone": NO_NUMBER},
        "closed": {"own": closed.pk, "gone": NO_NUMBER},
        "parent": {"own": world.articles.pk, "gone": NO_NUMBER},
        "series": {"own": world.sequence.pk, "gone": NO_NUMBER},
        "restriction": {"own": restriction.pk, "gone": NO_NUMBER},
        "workflow": {"own": workflow.pk, "gone": NO_NUMBER},
        "task": {"own": task.pk, "gone": NO_NUMBER},
        "workflow_state": {"own": state.pk, "gone": NO_NUMBER},
        "task_state": {"own": state.current_task_state_id, "gone": NO_NUMBER},
    }


def _issues(world: World, people) -> Values:
    words = ("greeting", {"body": "<p>Hello.</p>"})
    own = world.add_issue(words, subject="Mine", owner=people["author"])
    others = world.add_issue(words, subject="Somebody's", owner=people["editor"])
    waiting = due_issue(world.newsletter, late=timedelta(days=-1))
    leaving = due_issue(world.newsletter)
    start(leaving.pk, recheck=unasked)
    public = due_issue(world.newsletter)
    Issue.objects.filter(pk=leaving.pk).update(owner=people["author"])
    Issue.objects.filter(pk=public.pk).update(state=State.HANDED_OVER, send_at=LONG_AGO, number=PUBLIC_NUMBER)
    cases = {"own": own, "others": others, "scheduled": waiting, "leaving": leaving, "public": public}
    hidden = Newsletter.objects.create(name="Hidden Notes", slug="hidden-notes", archive_is_public=False)
    lisbon = {"field": "zone", "op": "in", "value": ["Europe/Lisbon"]}
    near = segment(world.newsletter, include={"all": [lisbon]})
    return {
        "issue": {case: issue.pk for case, issue in cases.items()} | {"gone": NO_NUMBER},
        "number": dict.fromkeys(cases, NO_NUMBER) | {"leaving": _number(leaving), "public": PUBLIC_NUMBER, "gone": 0},
        "newsletter": {"own": world.newsletter.pk, "hidden": hidden.pk, "gone": NO_NUMBER},
        "newsletter_slug": {"own": world.newsletter.slug, "hidden": hidden.slug, "gone": "no-such-letters"},
        "segment": {"own": near.pk, "gone": NO_NUMBER},
        "counted_link": {"own": _counted(public), "gone": f"{'a' * 16}-1", "wrong": "a-1"},
        "view_token": {
            "own": view_token(token_keys(), frozen=public.compiled.public_id.bytes),
            "gone": view_token(token_keys(), frozen=b"nobody"),
            "wrong": "A" * 25,
        },
    }


def _counted(issue: Issue) -> str:
    """The name of a link of this letter, of a newsletter that counts clicks."""
    Newsletter.objects.filter(pk=issue.newsletter_id).update(counts_clicks=True)
    link = CountedLink.objects.create(compiled=issue.compiled, key="b" * 16, number=TRAP)
    return f"{link.key}-{link.number}"


def _courses(world: World) -> Values:
    """`own` is open and has a reader."""
    own = Course.objects.create(series=world.sequence, newsletter=world.newsletter)
    open_course(own)
    said = Consent(action="confirmed", method="page", wording="Send me this.", given_on=LONG_AGO)
    enroll(own, email="ada@example.org", consent=said)
    return {"course": {"own": own.pk, "gone": NO_NUMBER}}


def _number(issue: Issue) -> int:
    return Issue.objects.get(pk=issue.pk).number


def _readers(world: World) -> Values:
    ada, esra = world.readers["ada"], world.readers["esra"]
    gone = world.newsletter.subscriptions.get(subscriber__email="dina@example.org")
    gone_reader, gone_row = gone.subscriber.public_id, gone.public_id
    erase_reader(gone.subscriber)
    suppression = Suppression.objects.get()
    return {
        "reader": {"own": ada.subscriber.public_id, "erased": gone_reader, "gone": uuid.UUID(int=1)},
        "subscription": {"own": ada.public_id, "crossed": esra.public_id, "erased": gone_row},
        "suppression": {"own": suppression.pk, "gone": NO_NUMBER},
        "tag": {"own": ReaderTag.objects.create(name="Early").pk, "gone": NO_NUMBER},
        "attribute": {
            "own": AttributeField.objects.create(label="City", slug="city", kind="text").pk,
            "gone": NO_NUMBER,
        },
        "letter_token": {
            "own": letter_token(token_keys(), subscription=ada.public_id.bytes, delivery=uuid.UUID(int=2).bytes),
            "erased": unsubscribe_token(token_keys(), subscription=gone_row.bytes),
            "wrong": "A" * 25,
        },
        **_mailed_links(world, ada.subscriber),
    }


def _imports(world: World, people) -> Values:
    """`own` is reader care's file, `others` an administrator's; both wait for their columns."""
    jobs = {"own": people["care"], "others": people["administrator"]}
    given = SimpleUploadedFile("list.txt", b"fay@example.org")
    made = {case: open_job([given], newsletter=world.newsletter, by=by).public_id for case, by in jobs.items()}
    return {"import_job": {**made, "gone": uuid.UUID(int=1)}}


def _mailed_links(world: World, reader) -> Values:
    """For each door its key, one that is too old, and the key of another door."""
    made, facts = {}, {"newsletters": [world.newsletter.pk], "made": [], "made_reader": False, "first_name": ""}
    facts |= {"wording": "", "form": "", "method": "page", "asked_at": "", "email": "ada@new.example"}
    for purpose in LinkPurpose:
        fresh, old = (
            MailedLink.objects.make(reader, purpose=purpose, newsletter=world.newsletter, facts=facts) for _ in range(2)
        )
        MailedLink.objects.filter(pk=old.pk).update(expires_at=LONG_AGO)
        made[purpose] = {"own": _token(fresh), "old": _token(old), "wrong": "A" * 22}
    for purpose, other in zip(LinkPurpose, [*list(LinkPurpose)[1:], LinkPurpose.CONFIRM], strict=True):
        made[purpose]["crossed"] = made[other]["own"]
    return {f"{purpose}_token": cases for purpose, cases in made.items()}


def _token(link: MailedLink) -> str:
    return link_token(link.public_id.bytes, key=link_keys().known[link.key_id])


def _files(people) -> Values:
    """Pictures and documents of the author and of somebody else."""
    root = Collection.get_first_root_node()
    closed = root.add_child(name="Closed")
    restriction = CollectionViewRestriction.objects.create(
        collection=closed, restriction_type="password", password="open it"
    )
    images, documents = get_image_model().objects, get_document_model().objects
    whose = {"own": people["author"], "others": people["editor"]}
    pictures = {
        case: images.create(title=case, file=ContentFile(_png(), "dot.png"), uploaded_by_user=person)
        for case, person in whose.items()
    }
    texts = {
        case: documents.create(title=case, file=ContentFile(b"words", "words.txt"), uploaded_by_user=person)
        for case, person in whose.items()
    }
    texts["closed"] = documents.create(title="Closed", file=ContentFile(b"words", "words.txt"), collection=closed)
    return {
        "image": {case: row.pk for case, row in pictures.items()} | {"gone": NO_NUMBER},
        "document": {case: row.pk for case, row in texts.items()} | {"gone": NO_NUMBER},
        "file_name": {case: row.filename for case, row in texts.items()} | {"gone": "words.txt"},
        "collection": {"own": closed.pk, "gone": NO_NUMBER},
        "collection_restriction": {"own": restriction.pk, "gone": NO_NUMBER},
    }


def _png() -> bytes:
    file = BytesIO()
    Pillow.new("RGB", (8, 8)).save(file, "PNG")
    return file.getvalue()


def _rest(world: World, people) -> Values:
    site = Site.objects.get()
    author, topic = (
        Author.objects.create(name="Mara Ellison", slug="mara-ellison"),
        Topic.objects.create(title="Rest", slug="rest"),
    )
    line = SupportLine.objects.create(country="GB", name="Samaritans", phone="116 123")
    identity = SiteIdentity.for_site(site)
    outsider = people["outsider"]
    rows = {
        "site": site,
        "byline": author,
        "topic": topic,
        "support_line": line,
        "identity": identity,
        "user": outsider,
        "group": Group.objects.get(name="Author"),
        "redirect": Redirect.objects.create(old_path="/old", redirect_page=world.articles),
    }
    slugs = {"byline_slug": author.slug, "topic_slug": topic.slug, "series_slug": world.sequence.slug}
    return {
        **{noun: {"own": row.pk, "gone": NO_NUMBER} for noun, row in rows.items()},
        **{noun: {"own": slug, "gone": "no-such-thing"} for noun, slug in slugs.items()},
        "user_code": {"own": urlsafe_base64_encode(force_bytes(outsider.pk))},
        "reset_token": {"own": default_token_generator.make_token(outsider), "wrong": "a-b"},
        "path": {"own": "articles/", "draft": "articles/mine/", "closed": "articles/behind-a-password/"},
        "bulk_app": {"own": "wagtailcore", "tag": "newsletter", "issue": "newsletter", "image": "wagtailimages"},
        "bulk_model": {"own": "page", "tag": "readertag", "issue": "issue", "image": "image"},
        "mailbox_name": {"gone": "nothing"},
        "nothing": {"gone": NO_NUMBER},
    }
