import pytest

from tests.newsletter.views.test_archive import issue  # noqa: F401 - the letter that has gone out


def test_the_feed_holds_what_has_gone_out_and_no_draft(client, world, issue):  # noqa: F811 - the fixture above
    world.add_issue(subject="A secret draft")
    feed = client.get("/newsletters/slow-letters/feed/").content.decode()

    assert issue.subject in feed
    assert f"urn:uuid:{issue.public_id}" in feed
    assert "A secret draft" not in feed


def test_a_letter_that_was_taken_back_leaves_the_feed(client, world, issue):  # noqa: F811 - the fixture above
    world.parts["signs"].article.unpublish()

    assert issue.subject not in client.get("/newsletters/slow-letters/feed/").content.decode()


@pytest.mark.parametrize("slug", ["nobody", "slow-letters"])
def test_a_private_archive_has_no_feed(client, world, slug):
    world.newsletter.archive_is_public = False
    world.newsletter.save()

    assert client.get(f"/newsletters/{slug}/feed/").status_code == 404
