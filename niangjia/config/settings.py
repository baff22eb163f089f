"""Settings: composition only. What differs between installations comes from the environment."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "niangjia.core.audit",
    "niangjia.core.workdays",
    "niangjia.kernel.people",
    "niangjia.kernel.access",
    "niangjia.kernel.ledger",
    "niangjia.kernel.records",
    "niangjia.creditbank.programmes",
    "niangjia.creditbank.rulebooks",
    "niangjia.creditbank.outcomes",
    "niangjia.creditbank.certification",
    "niangjia.creditbank.conversion",
    "niangjia.web",
]
AUTH_USER_MODEL = "access.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECRET_KEY = "development"  # replaced by the keyring
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
ROOT_URLCONF = "niangjia.config.urls"
STATIC_URL = "/static/"
