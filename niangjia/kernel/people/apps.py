"""How Django knows this package."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """people: 人员与组织."""

    name = "niangjia.kernel.people"
    label = "people"
    verbose_name = "人员与组织"
