"""Settings: composition only. What differs between installations comes from the environment."""

import os
from pathlib import Path

from niangjia.core.postgres.installation import installation
from niangjia.core.postgres.roles import APP

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
    "niangjia.kernel.records",
    "niangjia.creditbank.programmes",
    "niangjia.creditbank.rulebooks",
    "niangjia.creditbank.outcomes",
    "niangjia.creditbank.certification",
    "niangjia.creditbank.conversion",
    "niangjia.web",
]
DATABASES = INSTALLATION.databases(role=os.environ.get("NIANGJIA_ROLE", APP))
AUTH_USER_MODEL = "access.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECRET_KEY = "development"  # replaced by the keyring
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
ROOT_URLCONF = "niangjia.config.urls"
STATIC_URL = "/static/"
