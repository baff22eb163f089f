"""The transparency log: what is committed is in it once, in order, under heads that only grow."""

from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction

from niangjia.core.audit.types import SYSTEM
from niangjia.core.proofs.keys import public_key
from niangjia.core.transparency import merkle
from niangjia.core.transparency.checkpoints import open_checkpoint
from niangjia.core.transparency.tiles import tile_path, tiles_between
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.credentials.addresses import log_origin
from niangjia.kernel.credentials.models import LogEntry, LogHead, LogLeaf, LogWaiting
from niangjia.kernel.credentials.operations import enter
from niangjia.kernel.credentials.operations.entering import published_entry
from niangjia.kernel.credentials.queries import consistency_proof, head, inclusion_proof, public_keys, tile
from niangjia.kernel.credentials.sequencing import integrate
from niangjia.kernel.credentials.tests.acts import AT, entered, integrated, new_entries
from niangjia.kernel.credentials.types import Kind, Waiting

pytestmark = pytest.mark.django_db


def opened_head():
    """The newest head as a verifier sees it: its signature checked with the bank's published key."""
    return open_checkpoint(head().note, log_origin(), public_key(public_keys(None)[0].public))


def test_an_entry_waits_until_the_sequencer_comes_and_is_then_proved_by_the_signed_head():
    (about,) = entered(1)
    assert isinstance(inclusion_proof(about, Kind.PUBLISH), Waiting)
    assert integrated() == 1
    proof, checkpoint = inclusion_proof(about, Kind.PUBLISH), opened_head()
    assert proof.content_hash == sha256(b"0").digest()
    assert proof.entry == published_entry(Kind.PUBLISH, proof.at, proof.salt, proof.content_hash)
    leaf = merkle.leaf_hash(proof.entry)
    assert merkle.includes(checkpoint.root, checkpoint.size, proof.index, leaf, proof.hashes)
    assert not merkle.includes(checkpoint.root, checkpoint.size, proof.index, merkle.leaf_hash(b"other"), proof.hashes)


def test_what_was_never_entered_has_no_proof():
    assert inclusion_proof(entered(1)[0], Kind.REVOKE) is None


def test_the_published_entry_does_not_tell_what_it_stands_for():
    entered(1)
    published = bytes(LogWaiting.objects.get().entry)
    row = LogEntry.objects.get()
    for secret in (str(row.about_id).encode(), bytes(row.content_hash).hex().encode(), bytes(row.salt).hex().encode()):
        assert secret not in published


def test_an_act_that_is_undone_is_not_in_the_log():
    with unit_of_work(SYSTEM):
        enter(new_entries(1), at=AT)
        transaction.set_rollback(True)
    assert integrated() == 0
    assert head() is None


def test_over_many_steps_every_entry_is_proved_and_every_head_extends_the_one_before():
    abouts, heads = [], []
    for count in (1, 254, 1, 1, 300):  # to a full tile, over its edge, and past a second
        abouts += entered(count)
        assert integrated() == count
        heads.append(opened_head())
    assert [each.size for each in heads] == [1, 255, 256, 257, 557]
    newest = heads[-1]
    for about in (abouts[0], abouts[255], abouts[256], abouts[556]):
        proof = inclusion_proof(about, Kind.PUBLISH)
        assert merkle.includes(newest.root, newest.size, proof.index, merkle.leaf_hash(proof.entry), proof.hashes)
    for older in heads:
        proof = consistency_proof(older.size, newest.size)
        assert merkle.extends(older.root, older.size, newest.root, newest.size, proof)
    assert consistency_proof(1, 558) is None
    _tiles_lead_to(newest)


def _tiles_lead_to(newest):
    """Whoever fetches all tiles computes the same head."""
    kept = {}
    for each in tiles_between(0, newest.size):
        content = tile(tile_path(each).removeprefix("tile/"))
        for place in range(each.width):
            number = each.number * 256 + place
            kept[merkle.Node(each.level * 8, number)] = content[32 * place : 32 * place + 32]

    def read(node):
        if node in kept:
            return kept[node]
        below = (merkle.Node(node.level - 1, 2 * node.number), merkle.Node(node.level - 1, 2 * node.number + 1))
        return merkle.node_hash(*map(read, below))

    assert merkle.root(newest.size, read) == newest.root


def test_a_step_takes_so_many_and_the_next_goes_on():
    entered(5)
    assert [integrated(most=2) for _ in range(4)] == [2, 2, 1, 0]
    assert opened_head().size == 5


def test_tiles_are_served_as_wide_as_the_log_is():
    entered(3)
    integrated()
    assert len(tile("0/000.p/3")) == 96
    assert tile("0/000.p/2") == tile("0/000.p/3")[:64]
    assert tile("entries/000.p/3").count(b'"kind":"publish"') == 3


@pytest.mark.parametrize(
    "place", ["0/000", "0/000.p/4", "0/000.p/0", "0/0", "9/000.p/1", "x/000", "0/x999/x999/x999/999"]
)
def test_what_the_log_does_not_have_is_not_served(place):
    entered(3)
    integrated()
    assert tile(place) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE credentials_logleaf SET entry = 'x'",
        "DELETE FROM credentials_logleaf",
        "UPDATE credentials_loghead SET size = 0",
        "UPDATE credentials_logentry SET salt = 'x'",
        "INSERT INTO credentials_logleaf (seq, entry_id, entry) VALUES (7, gen_random_uuid(), 'x')",
        "INSERT INTO credentials_loghead SELECT size, root, note, now() FROM credentials_loghead",
        "INSERT INTO credentials_loghead SELECT 2, root, note, now() FROM credentials_loghead",
    ],
)
def test_the_database_refuses_to_change_the_log_or_to_leave_gaps(statement):
    entered(3)
    integrated()
    with pytest.raises(DatabaseError), unit_of_work(SYSTEM), connection.cursor() as cursor:
        cursor.execute(statement)
    assert (LogLeaf.objects.count(), LogHead.objects.count()) == (3, 1)


def test_someone_logged_in_can_add_no_leaf(world):
    entered(1)
    with unit_of_work(world.actor("county clerk")):
        assert LogWaiting.objects.count() == 1
        assert integrate(at=AT) == 0
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO credentials_logleaf VALUES (0, gen_random_uuid(), 'x')")


def test_the_salt_is_shown_to_the_person_and_whoever_keeps_her_not_to_others(world):
    worker, stranger = world.workers[4], world.workers[7]
    entry = new_entries(1)[0]
    with unit_of_work(SYSTEM):
        enter([type(entry)(Kind.CERTIFY, entry.about_id, entry.content_hash, worker.id)], at=AT)
    integrated()
    seen = {}
    for name in (worker.name, "county clerk", stranger.name):
        with unit_of_work(world.actor(name)):
            seen[name] = inclusion_proof(entry.about_id, Kind.CERTIFY) is not None
    assert seen == {worker.name: True, "county clerk": True, stranger.name: False}


def test_an_entry_costs_one_statement_however_many(django_assert_num_queries):
    with unit_of_work(SYSTEM):
        for count in (1, 3):
            with django_assert_num_queries(1):
                enter(new_entries(count), at=AT)
