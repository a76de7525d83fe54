import pytest

from cms.blocks.video import VideoBlock, provider_of
from tests.cms.conftest import BASE


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://site.example.org/media/a.MP4", "own"),
        ("https://site.example.org/page", "site.example.org"),
        ("https://www.videos.example/watch?v=1", "videos.example"),
        ("", ""),
    ],
)
def test_a_file_of_ours_is_told_from_a_page_of_others(url, provider):
    assert provider_of(url, base=BASE) == provider


def test_a_page_of_others_loads_nothing_before_the_click():
    html = VideoBlock().render(VideoBlock().to_python({"url": "https://videos.example/1"}), {"base_url": BASE})

    assert "<iframe" not in html
    assert "<video" not in html
    assert 'href="https://videos.example/1"' in html


def test_a_file_of_ours_plays_in_place_and_loads_on_demand():
    value = VideoBlock().to_python({"url": "https://site.example.org/media/a.mp4", "title": "A"})

    assert '<video controls preload="none"' in VideoBlock().render(value, {"base_url": BASE})
