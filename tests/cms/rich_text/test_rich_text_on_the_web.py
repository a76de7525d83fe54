from cms.rich_text.web import rich_web
from tests.cms.conftest import BASE


def test_what_an_author_pastes_cannot_act():
    html = rich_web('<p onclick="x()">a<script>b</script><img src=x onerror=y></p>', level="rich", base=BASE)

    assert html == "<p>a</p>"
