"""Log lines without addresses and tokens: a filter that stands before every handler of the settings."""

import logging
import traceback

from cms.core.scrubbing import one_line, scrubbed

_OWN = frozenset(vars(logging.makeLogRecord({})))  # what every record has; anything more was given with `extra`
_PLAIN = logging.Formatter()


class Scrub(logging.Filter):
    """Lets every record through, scrubbed: its words, its traceback and the texts that were given with it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = scrubbed(one_line(_words(record))), None
        if record.exc_info and not record.exc_text:
            record.exc_text = _PLAIN.formatException(record.exc_info)
        record.exc_text = scrubbed(record.exc_text) if record.exc_text else record.exc_text
        record.stack_info = scrubbed(record.stack_info) if record.stack_info else record.stack_info
        for name, value in vars(record).items():
            if name not in _OWN and isinstance(value, str):
                setattr(record, name, scrubbed(value))
        return True


def _words(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - a line whose words do not fit must not stop the program
        return f"{record.msg} (its values do not fit: {traceback.format_exc(limit=0).strip()})"
