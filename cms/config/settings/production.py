"""Where real readers are: nothing has a sample value."""

from django.core.exceptions import ImproperlyConfigured

from cms.config.settings.base import *  # noqa: F403 - settings modules build on one another
from cms.config.settings.base import ENV, PARTWISE

if len(ENV.secret_key) < 50:
    raise ImproperlyConfigured("SECRET_KEY is missing or short. Set it to at least 50 random characters.")
if not ENV.allowed_hosts:
    raise ImproperlyConfigured("PARTWISE_HOSTS is missing. Set it to the host names that this site answers to.")

SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = list(ENV.allowed_hosts)
CSRF_TRUSTED_ORIGINS = [ENV.base_url]
PARTWISE = {**PARTWISE, "cms": {**PARTWISE["cms"], "second_factor": ENV.second_factor != "off"}}
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
