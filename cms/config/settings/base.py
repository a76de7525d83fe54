"""Settings that every place shares."""

from urllib.parse import urlsplit
from zoneinfo import available_timezones

from cms.config import env as environment
from cms.config.settings.logs import LOGGING  # noqa: F401 - a setting

ENV = environment.read()
BASE_DIR = environment.BASE_DIR

SECOND_FACTOR = ("django_otp", "django_otp.plugins.otp_totp", "django_otp.plugins.otp_static")
INSTALLED_APPS = [
    "newsletter",
    "series",
    "cms",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.api.v2",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    *SECOND_FACTOR,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.api.origins.PublicReads",
    "django.middleware.locale.LocaleMiddleware",
    "cms.spoken.Spoken",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.walls.Walls",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.config.urls"
WSGI_APPLICATION = "cms.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
    {
        # Plain text: nothing is escaped, since nothing is markup.
        "NAME": "text",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"autoescape": False},
    },
]

ENV.var.mkdir(parents=True, exist_ok=True)  # everything that running code writes, and nothing else, lies there
DATABASES = {"default": environment.database(ENV.database_url, var=ENV.var)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "cms.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
CSRF_FAILURE_VIEW = "cms.stale_forms.stale_form"

LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "templates" / "locale"]
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("es", "Español"), ("fr", "Français")]
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = ["cms.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = ENV.var / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = ENV.var / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
if ENV.broker_url:
    TASKS = {"default": {"BACKEND": "cms.config.celery.CeleryBackend", "OPTIONS": {"broker_url": str(ENV.broker_url)}}}

WAGTAIL_SITE_NAME = OTP_TOTP_ISSUER = "Partwise"
WAGTAILADMIN_BASE_URL = ENV.base_url
# Names of places alone: no browser knows “localtime” or “Factory”, and its script stops at the first of them.
WAGTAIL_USER_TIME_ZONES = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
WAGTAILAPI_BASE_URL = ENV.base_url
WAGTAILAPI_RICH_TEXT_FORMAT = "html"
WAGTAILAPI_LIMIT_MAX = 100
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "cms.rich_text.editor.RichTextArea"}}
# Nothing phones home.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS = []  # an address that an author pastes makes this server fetch nothing
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.uploads.PictureForm"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000  # also what Pillow opens without a warning; it refuses twice as many
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]

SENDING_DOMAIN = ENV.sending_domain or urlsplit(ENV.base_url).hostname
# What the admin mails to staff leaves as letters do; Django's own way would need a second server.
EMAIL_BACKEND = "newsletter.staff_mail.StaffMail"
DEFAULT_FROM_EMAIL = f"{WAGTAIL_SITE_NAME} <partwise@{SENDING_DOMAIN}>"

SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a long article's editor posts a field per block value

# What the product decides about itself; each app's conf.py reads its own part into a frozen dataclass.
PARTWISE = {
    "cms": {"base_url": ENV.base_url, "proxies": ENV.proxies, "api_origins": ENV.api_origins, "second_factor": True},
    "series": {},
    "newsletter": {
        "transport": ENV.transport or "outbox",
        "smtp_url": ENV.smtp_url,
        "smtp_connections": ENV.smtp_connections,
        "per_second": ENV.per_second,
        "receivers_per_second": ENV.receivers_per_second,
        "warm_up": ENV.warm_up,
        "esp": {"slug": ENV.esp, "key": ENV.esp_key, "secret": ENV.esp_secret, "options": ENV.esp_options},
        "esp_events": {"secret": ENV.esp_events, "key": ENV.esp_events_key},
        "bounce_mailbox": ENV.bounce_mailbox,
        "lmtp": ENV.lmtp,
        "has_broker": bool(ENV.broker_url),
        "outbox_dir": ENV.var / "outbox",
        "journal": ENV.var / "departures.jsonl",
        "sending_domain": SENDING_DOMAIN,
        "dns": {
            "mail_host": ENV.mail_host,
            "addresses": ENV.sending_addresses,
            "spf_includes": ENV.spf_includes,
            "dkim_selectors": ENV.dkim_selectors,
            "dkim_domain": ENV.dkim_domain,
            "dkim_key": ENV.dkim_key,
        },
    },
}
