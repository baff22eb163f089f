"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.kernel.people.sentences import SENTENCES


class PeopleConfig(AppConfig):
    """people: 人员与组织."""

    name = "niangjia.kernel.people"
    label = "people"
    verbose_name = "人员与组织"
    table_privileges: ClassVar = {
        "people_party": "SELECT, INSERT",
        "people_person": "SELECT, UPDATE",
        "people_personkey": "SELECT, UPDATE",
        "people_paper": "SELECT, INSERT",
        "people_phone": "SELECT, INSERT, DELETE",
        "people_organisation": "SELECT, INSERT, UPDATE",
        "people_edge": "SELECT, INSERT, UPDATE",
        "people_closure": "SELECT",
        "people_affiliation": "SELECT, INSERT, UPDATE",
        "people_occupation": "SELECT",
        "people_personoccupation": "SELECT, INSERT, UPDATE",
        "people_alias": "SELECT, INSERT, UPDATE",
        "people_gram": "",
    }

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
