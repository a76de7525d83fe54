import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from cms.remote.probe import answers


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/" else 500)
        self.end_headers()

    def log_message(self, *_):
        """Quiet."""


@pytest.fixture
def site():
    with HTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_page_is_an_answer(site):
    assert answers(f"{site}/")


def test_an_error_is_no_answer(site):
    assert not answers(f"{site}/broken")


def test_silence_is_no_answer():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

    assert not answers(f"http://127.0.0.1:{port}/")
