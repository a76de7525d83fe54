"""How long a connection waits for what, in seconds."""

from collections.abc import Callable
from dataclasses import dataclass

CONNECT_S = 30.0
REPLY_S = 60.0  # before the dot nothing is lost, so this is short
BODY_S = 180.0  # until the server has read a body (RFC 5321 4.5.3.2.5)
ANSWER_S = 600.0  # after the dot (RFC 5321 4.5.3.2.6)
# From the moment a sender is told to stop. Kubernetes kills 30 s after SIGTERM and systemd after 90 s by default;
# a server that has not answered by then leaves its message in doubt, as a kill would.
STOP_S = 30.0
IDLE_S = 15.0  # a connection without work is given back politely
LOOK_S = 0.2  # a signal does not end a wait, so a wait looks up this often


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long a whole answer and a whole body may take; once `stopping` says so, none more than `stop_s` from then."""

    reply_s: float = REPLY_S
    body_s: float = BODY_S
    answer_s: float = ANSWER_S
    stop_s: float = STOP_S
    idle_s: float = IDLE_S
    stopping: Callable[[], bool] = lambda: False
