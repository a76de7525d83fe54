import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.config.origins import origins


@pytest.mark.parametrize("text", ["", " , ", "*", "https://a.example, *"])
def test_without_a_list_every_site_may_read(text):
    assert origins(text) == ("*",)


def test_a_list_is_read_as_browsers_write_origins():
    text = "https://WWW.example.org/, http://localhost:3000,https://a.example:443"

    assert origins(text) == ("https://www.example.org", "http://localhost:3000", "https://a.example")


@pytest.mark.parametrize(
    "text", ["example.org", "https://example.org/path", "https://u:p@example.org", "null", "https://a:x", "https://"]
)
def test_what_no_browser_would_send_is_refused_with_an_example(text):
    with pytest.raises(ImproperlyConfigured, match=r"PARTWISE_API_ORIGINS .*https://www\.example\.org"):
        origins(text)
