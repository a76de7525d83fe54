"""Under pytest: everything written lies in a folder of its own, and goes with the process."""

import atexit
import shutil
import tempfile
from pathlib import Path

from cms.config import env as environment
from cms.config.settings.base import *  # noqa: F403 - settings modules build on one another
from cms.config.settings.base import ENV, PARTWISE, STORAGES

SECRET_KEY = "only for tests"  # noqa: S105 - nothing real is signed with it
ALLOWED_HOSTS = ["*"]
VAR = Path(tempfile.mkdtemp(prefix=f"partwise-{ENV.test_worker or 'test'}-"))
atexit.register(shutil.rmtree, VAR, ignore_errors=True)
DATABASES = {"default": environment.database(ENV.database_url, var=VAR)}
DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")} if not ENV.database_url else {}
MEDIA_ROOT = VAR / "media"
STATIC_ROOT = VAR / "static"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
WAGTAILADMIN_BASE_URL = WAGTAILAPI_BASE_URL = "http://testserver"
WHITENOISE_AUTOREFRESH = True
PARTWISE = {
    **PARTWISE,
    "cms": {**PARTWISE["cms"], "base_url": "http://testserver", "second_factor": False},
    "newsletter": {
        **PARTWISE["newsletter"],
        "transport": "memory",
        "has_broker": False,
        "outbox_dir": VAR / "outbox",
        "journal": VAR / "departures.jsonl",
        "sending_domain": "letters.example.org",
    },
}
