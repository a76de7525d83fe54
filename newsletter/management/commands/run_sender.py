from django.core.management.base import BaseCommand, CommandError

from cms.database import SENDER_S, bound_sessions
from newsletter.conf import conf
from newsletter.management.looping import Loop
from newsletter.models import Heartbeat
from newsletter.pipeline.assure import NotAssured, assure_ground
from newsletter.sender import Sender
from newsletter.transports.choose import chosen_transport


class Command(BaseCommand):
    help = "Claim due deliveries and hand them over, until told to stop. Any number may run on PostgreSQL."

    def handle(self, **options) -> None:  # noqa: ARG002 - Django's signature
        bound_sessions(statement_s=SENDER_S)
        try:
            assure_ground()
        except NotAssured as problem:
            raise CommandError(str(problem)) from problem
        loop = Loop(Heartbeat.Kind.SENDER)
        transport = chosen_transport(conf(), stopping=loop.stopping)
        sender = Sender(transport, run=loop.run, stopping=loop.interrupted, rest=loop.rest)
        try:
            loop.until_stopped(sender.look)
        finally:
            transport.close()
