"""The generated pages of docs/reference: what the code says of itself, so that they cannot say anything else."""

import inspect
import re
from collections.abc import Callable, Iterable, Mapping

from django.core.management import get_commands, load_command_class

from cms.blocks import reference as blocks, schema, typescript
from newsletter.core import audience, delivery_state, delivery_words, issue_state, issue_words, reader_schema, retention

APPS = ("cms", "series", "newsletter")
ENV_LINE = re.compile(r"^    \w+: [\w\[\], .]+  # ([A-Z_]+)(?:: |; |, )?(.*)$", re.MULTILINE)


def pages(env_source: str) -> Mapping[str, str]:
    """File name -> text. `env_source` is the text of the one file that reads the environment."""
    writers: Mapping[str, Callable[[], str]] = {
        "blocks.md": blocks.reference,
        "blocks.schema.json": schema.document,
        "blocks.ts": typescript.types,
        "commands.md": _commands,
        "lifecycle.md": _lifecycle,
        "reader.schema.json": reader_schema.document,
        "retention.md": _retention,
        "settings.md": lambda: _settings(env_source),
    }
    return {name: write() for name, write in writers.items()}


def _settings(env_source: str) -> str:
    sections = (f"## {name}\n\n{_sentence(words)}" for name, words in ENV_LINE.findall(env_source))
    return _page("Settings", "What the environment may say. Nothing else is read from it.", sections)


def _commands() -> str:
    ours = sorted(name for name, app in get_commands().items() if app in APPS)
    sections = (f"## {name}\n\n{load_command_class(get_commands()[name], name).help}" for name in ours)
    return _page(
        "Commands", "Each is run as `.venv/bin/python manage.py NAME`; `--help` lists its arguments.", sections
    )


def _lifecycle() -> str:
    sections = [
        "## States of an issue\n\n" + _table(issue_state.State, issue_words.STATES),
        "## What happens to an issue\n\n" + _table(issue_state.Event, issue_words.EVENTS),
        "## Moves of an issue\n\n" + _moves(issue_state.MOVES),
        "## Why an issue is held\n\n" + _table(issue_state.HoldReason, issue_words.HOLD_REASONS),
        "## States of a delivery\n\n" + _table(delivery_state.State, delivery_words.STATES),
        "## What happens to a delivery\n\n" + _table(delivery_state.Event, delivery_words.EVENTS),
        "## Moves of a delivery\n\n" + _moves(delivery_state.MOVES),
        "## Why a delivery ends otherwise\n\n" + _table(delivery_state.Reason, delivery_words.REASONS),
        "## Why a candidate is left out\n\n" + _table(audience.Reason, audience.WORDS),
    ]
    return _page("Lifecycle", inspect.cleandoc(delivery_state.__doc__ or "").split("\n\n")[0], sections)


def _retention() -> str:
    opening = "What is kept of readers, how long, and why, in the words that they read at `/privacy/`."
    rows = [f"| {row.what} | {retention.english(row.period)} | {row.why} |" for row in retention.RETENTION.values()]
    return _page("Retention", opening, ["\n".join(["| What | How long | Why |", "|---|---|---|", *rows])])


def _table(enum: Iterable, words: Mapping) -> str:
    rows = [f"| `{value}` | {words[value]} |" for value in enum]
    return "\n".join(["| | |", "|---|---|", *rows])


def _moves(moves: Iterable) -> str:
    rows = [f"| {move.before or 'none'} | {move.event} | {move.after} | {move.who} |" for move in moves]
    return "\n".join(["| From | Event | To | Who |", "|---|---|---|---|", *rows])


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else "See the deployment notes."


def _page(title: str, opening: str, sections: Iterable[str]) -> str:
    head = f"# {title}\n\n<!-- Written by `make docs`; change the code instead. -->\n\n{opening}"
    return "\n\n".join([head, *sections]) + "\n"
