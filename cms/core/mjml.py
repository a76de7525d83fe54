"""The one door to the MJML compiler: what enters is checked first, what fails says where."""

import re
from collections.abc import Iterable

from mjml import mjml2html

from cms.core import mjml_rules as rules
from cms.core.skeleton import Run, sections
from cms.core.slots import Slot, block_of

# Our templates write tags, words and comments, each in one way; whatever else begins like a tag is refused.
_PIECE = re.compile(
    r"""<(/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+=(?:"[^"]*"|'[^']*'))*)\s*(/?)>"""
    r"""|([^<]+|<(?![a-zA-Z/!?]))"""
    r"""|(<!--.*?-->|<[^>]*>?)""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([\w-]+)=("[^"]*"|'[^']*')""")


class CompileFailed(Exception):  # noqa: N818 - failures are named by what happened
    """A skeleton cannot become a letter; `message` says what and where, `block_id` which block, when known."""

    def __init__(self, message: str, *, block_id: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.block_id = block_id


def check_skeleton(mjml: str) -> None:
    """Only known tags, attributes and nesting, in ASCII, and never so deep or large that the compiler dies.

    At most 64 levels, 5,000 elements and 512 kB. Raises CompileFailed with the line.
    """
    if not mjml.isascii():
        raise CompileFailed("A skeleton holds ASCII only; words of an author belong in slots.")
    if len(mjml) > rules.LARGEST:
        raise CompileFailed(f"This letter's frame has {len(mjml)} bytes; {rules.LARGEST} is the most.")
    _Inspector(mjml).inspect()


def compile_mjml(mjml: str) -> str:
    """The HTML of a skeleton, with its tokens still in it. Raises CompileFailed, whatever goes wrong inside."""
    check_skeleton(mjml)
    return _compile(mjml)


def blame(failure: CompileFailed, *, runs: Iterable[Run], slots: Iterable[Slot]) -> CompileFailed:
    """The same failure with the block that causes it, found by compiling each part alone."""
    handed_out = tuple(slots)
    for run in runs:
        for part in run.parts:
            found = _failure_of(part)
            if found is not None:
                return CompileFailed(found.message, block_id=block_of(part, handed_out))
    return failure


def _failure_of(part: str) -> CompileFailed | None:
    letter = f'<mjml lang="en" dir="ltr"><mj-body>{sections([Run((part,))])}</mj-body></mjml>'
    try:
        compile_mjml(letter)
    except CompileFailed as failure:
        return failure
    return None


def _compile(mjml: str) -> str:
    try:
        # fonts={}: by default every letter would load a font from another host.
        return mjml2html(mjml, fonts={})
    except ValueError as error:
        raise CompileFailed(f"The compiler refused the letter: {error}") from error
    except BaseException as error:
        # The engine's panic derives from BaseException and has no importable name; Ctrl-C and exit go through.
        if type(error).__name__ != "PanicException":
            raise
        raise CompileFailed(f"The compiler broke on the letter: {error}") from error


class _Inspector:
    """Walks the tags of a skeleton and stops at the first that breaks a rule."""

    def __init__(self, mjml: str) -> None:
        self._mjml = mjml
        self._at = 0  # where the piece that is looked at begins
        self._open = [""]
        self._elements = 0
        self._known: set[tuple[str, str]] = set()  # openings whose attributes are fine: a letter repeats a few

    def inspect(self) -> None:
        """Every piece in its order; at the end nothing is open, and there was a letter at all."""
        for piece in _PIECE.finditer(self._mjml):
            self._at = piece.start()
            closing, tag, attributes, alone, words, other = piece.groups()
            if words:
                self._check_words(words)
            elif other:
                self._check_other(other)
            elif closing:
                self._close(tag)
            else:
                self._enter(tag, attributes, is_alone=bool(alone))
        if len(self._open) > 1:
            self._fail(f"<{self._open[-1]}> is never closed")
        if not self._elements:
            self._fail("there is no <mjml>")

    def _enter(self, tag: str, attributes: str, *, is_alone: bool) -> None:
        self._elements += 1
        if self._elements > rules.MOST_ELEMENTS:
            self._fail(f"more than {rules.MOST_ELEMENTS} elements")
        if len(self._open) > rules.DEEPEST:
            self._fail(f"more than {rules.DEEPEST} levels")
        if not tag.islower():
            self._fail(f"<{tag}> is written in capitals; the compiler would not know it")
        self._check_place(tag)
        if (tag, attributes) not in self._known:
            self._check_attributes(tag, {name: value[1:-1] for name, value in _ATTRIBUTE.findall(attributes)})
        if self._open[-1] != "mj-attributes":  # there, nothing is demanded
            self._known.add((tag, attributes))
        if tag not in rules.VOID and not is_alone:
            self._open.append(tag)

    def _close(self, tag: str) -> None:
        if tag != self._open[-1]:
            self._fail(f"</{tag}> closes nothing here")
        self._open.pop()

    def _check_other(self, markup: str) -> None:
        """What is neither words nor a tag as we write them: only a comment that no client acts on is fine."""
        if markup.startswith("<!--["):
            self._fail("a conditional comment; the compiler writes its own")
        if not markup.startswith("<!--"):
            self._fail(f"{markup} does not belong in a skeleton")

    def _check_place(self, tag: str) -> None:
        parent = self._open[-1]
        if not tag.startswith("mj") and (parent in rules.HOLDS_HTML or not parent.startswith("mj")) and parent:
            in_head = parent == "mj-raw" and "mj-head" in self._open
            if tag not in (rules.HEAD_HTML_TAGS if in_head else rules.HTML_TAGS):
                self._fail(f"<{tag}> is not a tag that letters use")
        elif tag not in rules.CHILDREN.get(parent, frozenset()):
            self._fail(f"<{tag}> may not stand in {f'<{parent}>' if parent else 'the letter itself'}")

    def _check_attributes(self, tag: str, attributes: dict[str, str]) -> None:
        unknown = [name for name in attributes if name not in self._allowed(tag)]
        if unknown:
            self._fail(f"<{tag}> has no attribute {unknown[0]}")
        if self._open[-1] != "mj-attributes":
            missing = rules.DEMANDED.get(tag, frozenset()) - attributes.keys()
            if missing:
                self._fail(f"<{tag}> needs {' and '.join(sorted(missing))}")
        if tag.startswith("mj"):
            problems = (rules.value_problem(name, value) for name, value in attributes.items())
            problem = next(filter(None, problems), "")
            if problem:
                self._fail(f"<{tag}> {problem}")

    def _allowed(self, tag: str) -> frozenset[str]:
        if tag == "mj-class":
            return rules.DEFAULTS | {"name"}
        if tag == "mj-all":
            return rules.DEFAULTS
        return rules.ATTRIBUTES.get(tag, rules.HTML_ATTRIBUTES)

    def _check_words(self, words: str) -> None:
        parent = self._open[-1]
        if words.strip() and (not parent or (parent.startswith("mj") and parent not in rules.HOLDS_WORDS)):
            self._fail(f"loose words in {f'<{parent}>' if parent else 'the letter itself'}")

    def _fail(self, what: str) -> None:
        line = self._mjml.count("\n", 0, self._at) + 1
        raise CompileFailed(f"Line {line} of the letter's frame: {what}.")
