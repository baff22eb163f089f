"""Write persons, organisations and what they are to each other.

Every function runs in the caller's unit of work. Persons are registered into an organisation of the actor's subtree.
"""

from niangjia.kernel.people.operations.bonds import affiliate, end_affiliation, take_up_occupation, take_up_occupations
from niangjia.kernel.people.operations.merging import merge_parties, undo_merge
from niangjia.kernel.people.operations.organisations import attach, register_organisation, register_organisations
from niangjia.kernel.people.operations.persons import (
    add_paper,
    add_phone,
    forget_person,
    register_person,
    register_persons,
    rename_person,
    rewrap_keys,
)

__all__ = [
    "add_paper",
    "add_phone",
    "affiliate",
    "attach",
    "end_affiliation",
    "forget_person",
    "merge_parties",
    "register_organisation",
    "register_organisations",
    "register_person",
    "register_persons",
    "rename_person",
    "rewrap_keys",
    "take_up_occupation",
    "take_up_occupations",
    "undo_merge",
]
