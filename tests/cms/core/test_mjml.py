from importlib.metadata import packages_distributions

import pytest

from cms.core import mjml as door
from cms.core.mjml import CompileFailed, blame, check_skeleton, compile_mjml
from cms.core.skeleton import Run, sections
from cms.core.slots import Kind, SlotBook, check_tokens, fill

HEAD = (
    "<mj-head><mj-title>{title}</mj-title>"
    '<mj-attributes><mj-all padding="0px" font-family="Georgia"/><mj-class name="run" padding="0px 24px"/>'
    '<mj-text font-size="17px" color="#24211d"/></mj-attributes>'
    "<mj-style>.surface > p {{ color: #24211d; }}</mj-style>"
    '<mj-raw><meta name="color-scheme" content="light dark"><style>.a{{color:red}}</style></mj-raw></mj-head>'
)
FACE = (
    "<mj-text><h2>{text}</h2><p>{html}<br>&#160;&amp;</p></mj-text>"
    '<mj-image src="{url}" alt="{attr}" width="552px" /><mj-button href="{url}">{text}</mj-button><mj-divider/>'
)
HOSTILE = "\" ' < > & \u00a0 \u0928\u092e\u0938\u094d\u0924\u0947 👩\u200d🚀 ]]> zq00001qz [[x]] \\ <p>"


def _letter(body: str, head: str = "") -> str:
    return f'<mjml lang="en" dir="ltr">{head}<mj-body width="600px">{body}</mj-body></mjml>'


def _face(part: str) -> str:
    return _letter(sections([Run((part,))]))


def _filled_face(book: SlotBook) -> str:
    values = {"text": HOSTILE, "attr": HOSTILE, "html": f"<i>{HOSTILE}</i>", "url": "https://example.org/?a=1&copy=3"}
    tokens = {kind: book.hand_out(values[kind], kind=Kind(kind), block_id="b1") for kind in values}
    title = book.hand_out("A title", kind=Kind.TEXT)
    return _letter(sections([Run((FACE.format(**tokens),))]), HEAD.format(title=title))


def test_no_byte_of_an_author_reaches_the_compiler():
    book = SlotBook()
    skeleton = _filled_face(book)
    compiled = compile_mjml(skeleton)
    check_tokens(compiled, book.slots)

    assert skeleton.isascii()
    assert "\u0928\u092e\u0938\u094d\u0924\u0947 👩\u200d🚀 ]]&gt; zq00001qz [[x]] \\" in fill(compiled, book.slots)


def test_letter_asks_no_other_host_for_anything():
    compiled = compile_mjml(_filled_face(SlotBook()))

    assert not any(word in compiled for word in ("googleapis", "@import", "<link", "mailjet", "imgur"))


def test_head_keeps_color_scheme_and_its_own_style_block():
    compiled = compile_mjml(_filled_face(SlotBook()))

    assert '<meta name="color-scheme" content="light dark"' in compiled
    assert "<style>.a{color:red}</style>" in compiled


def test_compiler_is_the_one_we_chose():
    assert packages_distributions()["mjml"] == ["mjml-python"]


def test_same_skeleton_gives_the_same_bytes():
    assert compile_mjml(_face("<mj-text>a</mj-text>")) == compile_mjml(_face("<mj-text>a</mj-text>"))


@pytest.mark.parametrize(
    ("skeleton", "words"),
    [
        ("", "there is no <mjml>"),
        ("words", "loose words"),
        ('<mjml lang="en" dir="ltr"><mj-body>', "never closed"),
        ("<mjml></mjml>", "needs dir and lang"),
        (_face("<mj-text>é</mj-text>"), "ASCII"),
        (_face("<mj-foo>x</mj-foo>"), "<mj-foo> may not stand in <mj-column>"),
        (_face("<mj-text><mj-text>x</mj-text></mj-text>"), "<mj-text> may not stand in <mj-text>"),
        (_face("<mj-section><mj-column/></mj-section>"), "<mj-section> may not stand"),
        (_face('<mj-text bogus="x">x</mj-text>'), "no attribute bogus"),
        (_face("<mj-text><script>x</script></mj-text>"), "not a tag that letters use"),
        (_face('<mj-text><p onclick="x">x</p></mj-text>'), "no attribute onclick"),
        (_face("<mj-text><p>x</mj-text>"), "</mj-text> closes nothing here"),
        (_face("<mj-text>x</p></mj-text>"), "</p> closes nothing here"),
        (_face("words"), "loose words in <mj-column>"),
        (_face("&amp;"), "loose words"),
        (_face("&#65;"), "loose words"),
        (_face("<MJ-TEXT>x</MJ-TEXT>"), "capitals"),
        (_face("<mj-text><!--[if mso]>x<![endif]--></mj-text>"), "conditional comment"),
        (_face("<mj-text><![CDATA[x]]></mj-text>"), "does not belong"),
        (_face("<mj-text><?php x ?></mj-text>"), "does not belong"),
        ("<!doctype html>", "does not belong"),
        (_face('<mj-image src="x" width="10px"/>'), "<mj-image> needs alt"),
        (_face('<mj-text padding="0 24px">x</mj-text>'), "needs a unit"),
        (_face('<mj-text color="#fff">x</mj-text>'), "six-digit hex"),
        (_letter('<mj-include path="x"/>'), "<mj-include> may not stand"),
        (_letter("", '<mj-head><mj-style inline="inline">x</mj-style></mj-head>'), "no attribute inline"),
        (_letter("", "<mj-head><mj-preview>x</mj-preview></mj-head>"), "<mj-preview> may not stand"),
        (_letter('<mj-raw position="file-start">x</mj-raw>'), "no attribute position"),
    ],
)
def test_frame_that_breaks_a_rule_is_refused_in_words(skeleton, words):
    with pytest.raises(CompileFailed) as caught:
        check_skeleton(skeleton)

    assert words in caught.value.message


@pytest.mark.parametrize("tag", ["carousel", "accordion", "navbar", "table", "hero", "social-link"])
def test_tags_that_the_compiler_gets_wrong_are_refused(tag):
    with pytest.raises(CompileFailed, match=f"<mj-{tag}>"):
        check_skeleton(_face(f"<mj-{tag}></mj-{tag}>"))


def test_failure_names_its_line():
    with pytest.raises(CompileFailed, match="Line 3 of"):
        check_skeleton('<mjml lang="en" dir="ltr">\n<mj-body>\n<mj-foo/></mj-body></mjml>')


@pytest.mark.parametrize("depth", [62, 100_000])
def test_nesting_that_would_kill_the_compiler_is_refused(depth):
    with pytest.raises(CompileFailed, match=r"levels|bytes"):
        compile_mjml(_face("<mj-text>" + "<p>" * depth + "</p>" * depth + "</mj-text>"))


def test_sixty_levels_compile():
    assert compile_mjml(_face("<mj-text>" + "<b>" * 59 + "</b>" * 59 + "</mj-text>"))


def test_more_than_five_thousand_elements_are_refused():
    with pytest.raises(CompileFailed, match="more than 5000 elements"):
        check_skeleton(_face("<mj-text>" + "<br>" * 4_996 + "</mj-text>"))


def test_what_only_the_compiler_refuses_is_a_failure_too():
    with pytest.raises(CompileFailed, match="refused the letter"):
        compile_mjml(_face("<mj-text>a < b</mj-text>"))


class PanicException(BaseException):
    """As the engine raises it: outside Exception, and with no module to import it from."""


@pytest.mark.parametrize(("raised", "seen"), [(PanicException, CompileFailed), (KeyboardInterrupt, KeyboardInterrupt)])
def test_panic_is_a_failure_but_an_interrupt_stays_one(monkeypatch, raised, seen):
    def broken(*_args, **_options):
        raise raised

    monkeypatch.setattr(door, "mjml2html", broken)

    with pytest.raises(seen):
        compile_mjml(_face("<mj-text>a</mj-text>"))


def test_failing_block_is_named():
    book = SlotBook()
    good = f"<mj-text>{book.hand_out('a', kind=Kind.TEXT, block_id='b1')}</mj-text>"
    bad = f"<mj-text>{book.hand_out('b', kind=Kind.TEXT, block_id='b2')} a < b</mj-text>"
    blamed = blame(CompileFailed("no"), runs=[Run((good, bad))], slots=book.slots)

    assert blamed.block_id == "b2"


def test_failure_of_the_shell_is_nobodys_block():
    failure = CompileFailed("the shell")

    assert blame(failure, runs=[Run(("<mj-text>a</mj-text>",))], slots=[]) is failure
