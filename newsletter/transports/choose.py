"""Which transport this installation hands over to."""

from collections.abc import Callable
from functools import cache

from newsletter.conf import Conf
from newsletter.core.provider_routes import provider_route
from newsletter.core.routes import smtp_route
from newsletter.transports.base import Transport
from newsletter.transports.esp.transport import EspTransport
from newsletter.transports.memory import MemoryTransport
from newsletter.transports.outbox import OutboxTransport
from newsletter.transports.patience import Patience
from newsletter.transports.smtp import SmtpTransport

NAMES = ("outbox", "smtp", "esp", "memory")


def chosen_transport(conf: Conf, *, stopping: Callable[[], bool] = lambda: False) -> Transport:
    """The transport by its name in the settings; it waits for no answer long once the sender is `stopping`.

    Raises RouteNotUnderstood; the system checks say so at start.
    """
    if conf.transport == "smtp":
        patience = Patience(stopping=stopping)
        route, most = smtp_route(conf.smtp_url), conf.smtp_connections
        return SmtpTransport(route, name=conf.sending_domain, patience=patience, connections=most)
    if conf.transport == "esp":
        return EspTransport(provider_route(**conf.esp), stopping=stopping)
    if conf.transport == "memory":
        return memory()
    return OutboxTransport(conf.outbox_dir)


@cache
def memory() -> MemoryTransport:
    """The one list of this process."""
    return MemoryTransport()
