import pytest

from cms.core.letter import LetterContext
from cms.letter import compile_letter
from cms.theme import site_theme
from series.demo import texts
from series.faces import article_runs, article_text
from tests.mjml5.skeletons import BASE, FULL, demo_article, library_picture

MOST_BYTES = 90_000  # Gmail clips at 102,400 and hides the footer; personal words may lengthen a letter


@pytest.mark.django_db
@pytest.mark.parametrize("slug", texts.articles())
def test_every_article_of_the_demo_fits_into_one_letter(slug, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    letter = LetterContext(theme=site_theme(), base_url=BASE)
    article = demo_article(slug, picture=library_picture())
    runs = article_runs(article, letter=letter, shown="whole")
    text = article_text(article, letter=letter, shown="whole")
    compiled = compile_letter(shell=FULL, runs=runs, text=text, letter=letter)

    assert len(compiled.html.encode()) < MOST_BYTES
