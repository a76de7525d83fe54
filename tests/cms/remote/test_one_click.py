import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from cms.remote.one_click import NotReached, pressed


class Page(BaseHTTPRequestHandler):
    heard: list[tuple[str, str]] = []

    def do_GET(self):
        self.answer(200)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.heard.append((self.headers["Content-Type"].partition(";")[0], body))
        self.answer(301 if self.path == "/moved" else 200)

    def answer(self, status):
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "/u/elsewhere")
        self.end_headers()

    def log_message(self, *_):
        """Quiet."""


@pytest.fixture
def site():
    Page.heard.clear()
    with HTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_press_is_made_in_both_encodings_as_mail_programs_do(site):
    statuses = pressed(f"{site}/u/token")

    assert set(statuses.values()) == {200}
    assert [kind for kind, _ in Page.heard] == ["application/x-www-form-urlencoded", "multipart/form-data"]
    assert Page.heard[0][1] == "List-Unsubscribe=One-Click"
    assert 'name="List-Unsubscribe"\r\n\r\nOne-Click\r\n' in Page.heard[1][1]


def test_a_detour_is_seen_and_not_followed(site):
    statuses = pressed(f"{site}/moved")

    assert statuses == {"A look": 200, "A press as a form": 301, "A press as multipart": 301}


def test_a_site_that_is_away_is_told_without_its_address():
    with pytest.raises(NotReached) as away:
        pressed("http://127.0.0.1:1/u/token", timeout_s=0.5)

    assert "token" not in str(away.value)
