"""On a developer's machine and in the demo: embedded database, local mailbox, no other service."""

from cms.config.settings.base import *  # noqa: F403 - settings modules build on one another
from cms.config.settings.base import ENV, PARTWISE

DEBUG = False
SECRET_KEY = ENV.secret_key or "a sample key, for demos and development only; production refuses to start with it"
ALLOWED_HOSTS = [*ENV.allowed_hosts, "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ENV.base_url]
# Whoever tries the demo goes on without; set one up, and it is asked for.
PARTWISE = {**PARTWISE, "cms": {**PARTWISE["cms"], "second_factor": ENV.second_factor == "on"}}
