"""Settings: composition only. What differs between installations comes from the environment."""

import os
from datetime import timedelta
from pathlib import Path

from niangjia.config.logs import logging_settings
from niangjia.core.postgres.installation import SCHEMA, installation
from niangjia.core.postgres.roles import APP
from niangjia.kernel.access.types import Federation

PROJECT = Path(__file__).resolve().parent.parent.parent
INSTALLATION = installation(PROJECT)
NIANGJIA_DATA = INSTALLATION.data

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "niangjia.config",
    "niangjia.core.audit",
    "niangjia.core.workdays",
    "niangjia.kernel.people",
    "niangjia.kernel.access",
    "niangjia.kernel.ledger",
    "niangjia.kernel.credentials",
    "niangjia.kernel.records",
    "niangjia.kernel.notices",
    "niangjia.creditbank.accreditation",
    "niangjia.creditbank.programmes",
    "niangjia.creditbank.rulebooks",
    "niangjia.creditbank.outcomes",
    "niangjia.creditbank.certification",
    "niangjia.creditbank.conversion",
    "niangjia.creditbank.batch",
    "niangjia.creditbank.pathway",
    "niangjia.creditbank.credentials",
    "niangjia.creditbank.transcript",
    "niangjia.creditbank.panels",
    "niangjia.creditbank.appeals",
    "niangjia.creditbank.sharing",
    "niangjia.creditbank.abilities",
    "niangjia.creditbank.incentives",
    "niangjia.web",
]
DATABASES = INSTALLATION.databases(role=os.environ.get("NIANGJIA_ROLE", APP))
FEDERATIONS = {"default": Federation(SCHEMA)}
AUTH_USER_MODEL = "access.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECRET_KEY = INSTALLATION.secret_key()
DEBUG = False
# as the world reaches us: stands in every credential for good, so set it before the first is issued
PUBLIC_ADDRESS = os.environ.get("NIANGJIA_ADDRESS", "http://127.0.0.1:8000")
ALLOWED_HOSTS = os.environ.get("NIANGJIA_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

MIDDLEWARE = [
    "niangjia.config.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "niangjia.config.middleware.ContentSecurityPolicyMiddleware",
    "niangjia.config.middleware.HealthMiddleware",
    "niangjia.kernel.access.middleware.UnitOfWorkMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "niangjia.web.look.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "niangjia.kernel.access.middleware.FailedLoginMiddleware",
    "niangjia.kernel.access.middleware.ActorMiddleware",
    "niangjia.web.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "niangjia.config.urls"
WSGI_APPLICATION = "niangjia.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "niangjia.web.look.look_context",
                "niangjia.web.seats.seats_context",
                "niangjia.web.worker.notices.notices_context",
            ],
            "builtins": ["niangjia.web.templatetags.words"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "door"
LOGOUT_REDIRECT_URL = "public-home"
LOGIN_FAILURES = 10  # of one account from one address within LOGIN_WINDOW; then it has to wait
LOGIN_WINDOW = timedelta(minutes=15)
TRUSTED_PROXIES = int(os.environ.get("NIANGJIA_PROXIES", "0"))  # how many stand before us and write X-Forwarded-For
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("NIANGJIA_HTTPS") == "1"
CSRF_FAILURE_VIEW = "niangjia.web.middleware.csrf_failed"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_SCANNER = os.environ.get("NIANGJIA_SCANNER", "")  # unix:/run/clamav/clamd.ctl, tcp:host:3310 or command:program

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PROJECT / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = NIANGJIA_DATA / "static"
LIBRARIES = PROJECT / "node_modules"
STATICFILES_DIRS = [
    ("tabler/css", LIBRARIES / "@tabler" / "core" / "dist" / "css"),
    ("htmx", LIBRARIES / "htmx.org" / "dist"),
]
STATICFILES_FINDERS = [
    "niangjia.config.static.NeededFilesFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": NIANGJIA_DATA / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LOGGING = logging_settings()
LOGGING_CONFIG = "logging.config.dictConfig"
