from series.models.articles import ArticleAuthor, ArticlePage, ArticlesPage
from series.models.authors import Author
from series.models.parts import SeriesPart
from series.models.series import SeriesIndexPage, SeriesPage
from series.models.splits import Split
from series.models.topics import Topic

__all__ = [
    "ArticleAuthor",
    "ArticlePage",
    "ArticlesPage",
    "Author",
    "SeriesIndexPage",
    "SeriesPage",
    "SeriesPart",
    "Split",
    "Topic",
]
