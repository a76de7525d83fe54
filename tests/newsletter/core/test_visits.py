import pytest

from newsletter.core.visits import Visit, kind_of_visit, wants_no_counting

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PRESSED = {"User-Agent": FIREFOX, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


def visit(method="GET", *, is_trap=False, **changed):
    headers = PRESSED | {name.replace("_", "-"): value for name, value in changed.items()}
    return kind_of_visit(method, headers, is_trap=is_trap)


def test_somebody_who_presses_a_link_in_a_browser_is_a_person():
    assert visit() is Visit.HUMAN


def test_a_browser_that_says_less_may_be_anybody():
    assert kind_of_visit("GET", {"user-agent": FIREFOX}, is_trap=False) is Visit.UNKNOWN
    assert visit(Sec_Fetch_Mode="cors") is Visit.UNKNOWN
    assert visit(User_Agent="Lynx/2.9.2") is Visit.UNKNOWN


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "curl/8.14.1",
        "python-requests/2.32.4",
        "Go-http-client/2.0",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/141.0.0.0 Safari/537.36",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "Mozilla/5.0 (compatible; Barracuda Sentinel (EE))",
        "Mozilla/5.0 Mimecast URL Protect",
        "WhatsApp/2.23.20.0",
    ],
)
def test_a_program_is_known_by_its_name(agent):
    assert visit(User_Agent=agent) is Visit.MACHINE


def test_looking_at_the_head_fetching_ahead_and_the_trap_are_a_programs_ways():
    assert visit("HEAD") is Visit.MACHINE
    assert visit(Sec_Purpose="prefetch;prerender") is Visit.MACHINE
    assert visit(Purpose="prefetch") is Visit.MACHINE
    assert visit(is_trap=True) is Visit.MACHINE


def test_a_browser_may_ask_not_to_be_counted():
    assert wants_no_counting({"Sec-GPC": "1"})
    assert wants_no_counting({"dnt": "1"})
    assert not wants_no_counting(PRESSED | {"DNT": "0"})
