import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.one_database_is_enough]

FRONT = "https://front.example"


@pytest.fixture
def allow(settings):
    def only(*origins):
        settings.PARTWISE = {**settings.PARTWISE, "cms": {**settings.PARTWISE["cms"], "api_origins": origins}}

    return only


@pytest.mark.parametrize(
    ("path", "status"),
    [("", 200), ("articles/", 200), ("articles", 301), ("articles/?order=x", 400), ("nope/", 404), ("a" * 9, 301)],
)
def test_any_site_may_read_every_answer_of_the_api_unless_its_owner_names_some(client, path, status):
    answer = client.get(f"/api/v2/{path}", headers={"origin": FRONT})

    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (status, "*")
    assert "Origin" not in answer.get("Vary", "")


def test_a_found_page_may_be_followed_to_from_another_site(world, client):
    answer = client.get("/api/v2/articles/find/?html_path=/articles/signs/", headers={"origin": FRONT}, follow=True)

    assert answer.redirect_chain
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_named_site_is_answered_by_its_name(client, allow):
    allow("https://other.example", FRONT)
    answer = client.get("/api/v2/articles/", headers={"origin": FRONT})

    assert answer["Access-Control-Allow-Origin"] == FRONT
    assert "Origin" in answer["Vary"]


@pytest.mark.parametrize("origin", ["https://front.example.evil.example", "http://front.example", "null", ""])
def test_a_site_that_is_not_named_may_not_read_and_caches_are_told(client, allow, origin):
    allow(FRONT)
    answer = client.get("/api/v2/articles/", headers={"origin": origin} if origin else {})

    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer
    assert "Origin" in answer["Vary"]


def test_a_browser_that_asks_first_is_answered_without_a_query(client, django_assert_num_queries):
    asked = {"origin": FRONT, "access-control-request-method": "GET", "access-control-request-headers": "if-none-match"}
    with django_assert_num_queries(0):
        answer = client.options("/api/v2/articles/", headers=asked)

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Allow-Headers"] == "*"
    assert "POST" not in answer["Access-Control-Allow-Methods"]


def test_no_answer_ever_lets_cookies_along(client, world, allow):
    client.force_login(world.staff["mara"])
    for origins in (("*",), (FRONT,)):
        allow(*origins)
        answer = client.get("/api/v2/articles/", headers={"origin": FRONT})

        assert "Access-Control-Allow-Credentials" not in answer
        assert not answer.cookies


@pytest.mark.parametrize("path", ["/", "/admin/", "/join/", "/articles/"])
def test_no_page_may_be_read_by_another_sites_script(world, client, path):
    assert "Access-Control-Allow-Origin" not in client.get(path, headers={"origin": FRONT})
