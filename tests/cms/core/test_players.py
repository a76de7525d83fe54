import pytest

from cms.core.players import player_of

YOUTUBE = "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1&rel=0"


@pytest.mark.parametrize(
    ("url", "player"),
    [
        ("https://www.youtube.com/watch?v=aqz-KE-bpKQ&t=3", YOUTUBE),
        ("https://youtu.be/aqz-KE-bpKQ", YOUTUBE),
        ("https://m.youtube.com/shorts/aqz-KE-bpKQ/", YOUTUBE),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"),
        ("https://www.youtube.com/@somebody", ""),
        ('https://www.youtube.com/watch?v="><script>', ""),
        ("https://videos.example/watch?v=aqz-KE-bpKQ", ""),
        ("", ""),
    ],
)
def test_the_page_of_a_video_leads_to_its_player(url, player):
    assert player_of(url) == player
