import re
from html import unescape

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


def test_a_known_player_waits_behind_a_link_of_ours_that_needs_no_script():
    value = {"url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ", "title": '"><b>A slow & long evening</b>'}
    html = VideoBlock().render(VideoBlock().to_python(value), {"base_url": BASE})
    frame = unescape(re.search(r'<iframe[^>]* srcdoc="([^"]*)"', html)[1])

    assert not re.search(r"<iframe[^>]* src=", html)
    assert re.findall(r'(?:src|href)="([^"]*)"', frame) == [
        "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1&amp;rel=0"
    ]
    assert "<script" not in html + frame
    assert "<b>" not in html + frame
    assert 'href="https://www.youtube.com/watch?v=aqz-KE-bpKQ"' in html
