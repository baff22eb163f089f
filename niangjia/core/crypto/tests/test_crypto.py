"""Who may read what was encrypted, and who may not any more."""

import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niangjia.core import crypto
from niangjia.core.crypto.envelope import Envelope
from niangjia.core.crypto.keyring import Keyring, UnreadableSecretError

NUMBER = "320922198803150028"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "data" / "keys"


@pytest.fixture
def envelope(keys: Path) -> Envelope:
    return Envelope(Keyring(keys))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_text_is_read_again_under_the_key_of_its_person_only(envelope: Envelope) -> None:
    zhang, li = envelope.new_person_key(), envelope.new_person_key()
    sealed = envelope.encrypt(zhang, NUMBER)
    assert envelope.decrypt(zhang, sealed) == NUMBER
    assert NUMBER.encode() not in sealed
    with pytest.raises(UnreadableSecretError):
        envelope.decrypt(li, sealed)


def test_the_same_text_is_never_encrypted_the_same_way_twice(envelope: Envelope) -> None:
    key = envelope.new_person_key()
    assert envelope.encrypt(key, NUMBER) != envelope.encrypt(key, NUMBER)


def test_a_value_moved_to_another_column_is_not_read(envelope: Envelope) -> None:
    key = envelope.new_person_key()
    sealed = envelope.encrypt(key, NUMBER, "identity_number")
    with pytest.raises(UnreadableSecretError):
        envelope.decrypt(key, sealed, "phone")


def test_every_tampered_byte_is_refused(envelope: Envelope) -> None:
    key = envelope.new_person_key()
    sealed = envelope.encrypt(key, NUMBER)
    for place in range(len(sealed)):
        with pytest.raises(UnreadableSecretError):
            envelope.decrypt(key, sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :])
    for place in range(len(key)):
        with pytest.raises(UnreadableSecretError):
            envelope.decrypt(key[:place] + bytes([key[place] ^ 1]) + key[place + 1 :], sealed)
    for short in (b"", sealed[:5], sealed[:-1]):
        with pytest.raises(UnreadableSecretError):
            envelope.decrypt(key, short)
    with pytest.raises(UnreadableSecretError):
        envelope.decrypt(b"", sealed)


def test_after_rotation_old_keys_stay_readable_and_are_wrapped_anew(keys: Path, envelope: Envelope) -> None:
    old = envelope.new_person_key()
    sealed = envelope.encrypt(old, NUMBER)
    assert envelope.is_current(old)
    assert Keyring(keys).rotate() == 2
    elsewhere = Envelope(Keyring(keys))
    assert not elsewhere.is_current(old)
    new = elsewhere.rewrap(old)
    assert elsewhere.is_current(new)
    assert elsewhere.decrypt(old, sealed) == elsewhere.decrypt(new, sealed) == NUMBER


def test_a_process_that_runs_on_reads_what_another_wrapped_after_rotation(keys: Path, envelope: Envelope) -> None:
    envelope.new_person_key()
    Keyring(keys).rotate()
    newer = Envelope(Keyring(keys)).new_person_key()
    sealed = envelope.encrypt(newer, NUMBER)
    assert envelope.decrypt(newer, sealed) == NUMBER


def test_without_the_master_key_nothing_is_read(keys: Path, envelope: Envelope) -> None:
    key = envelope.new_person_key()
    (keys / "master-0001.key").unlink()
    Keyring(keys).rotate()
    with pytest.raises(UnreadableSecretError):
        Envelope(Keyring(keys)).encrypt(key, NUMBER)


def test_a_number_is_found_by_its_blind_index(keys: Path, envelope: Envelope) -> None:
    index = envelope.blind_index("identity_number", NUMBER)
    assert len(index) == 32
    assert index == Envelope(Keyring(keys)).blind_index("identity_number", NUMBER)
    assert index != envelope.blind_index("passport", NUMBER)
    assert index != envelope.blind_index("identity_number", NUMBER[:-1] + "9")


def test_another_installation_has_another_index(tmp_path: Path, envelope: Envelope) -> None:
    assert envelope.blind_index("phone", "1") != Envelope(Keyring(tmp_path / "other")).blind_index("phone", "1")


def test_keys_are_open_to_nobody_else(keys: Path, envelope: Envelope) -> None:
    envelope.new_person_key()
    envelope.blind_index("phone", "1")
    assert mode(keys) == 0o700
    assert {path.name: mode(path) for path in keys.iterdir()} == {"master-0001.key": 0o600, "blind_index.key": 0o600}
    (keys / "master-0001.key").chmod(0o640)
    with pytest.raises(UnreadableSecretError, match="open to other users"):
        Envelope(Keyring(keys)).new_person_key()


def test_a_torn_key_file_is_refused(keys: Path, envelope: Envelope) -> None:
    envelope.new_person_key()
    (keys / "master-0001.key").write_bytes(b"short")
    with pytest.raises(UnreadableSecretError, match="32 bytes"):
        Envelope(Keyring(keys)).new_person_key()


def test_processes_that_start_at_once_agree_on_one_key(keys: Path) -> None:
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(Keyring(keys).secret("django"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert [path.name for path in keys.iterdir()] == ["django.key"]


@pytest.mark.parametrize("name", ["../x", "", "Master", "master", "a.b"])
def test_a_secret_has_a_plain_name(keys: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        Keyring(keys).secret(name)


def test_the_installation_keeps_its_keys_under_the_data_directory(tmp_path: Path, settings) -> None:
    settings.NIANGJIA_DATA = tmp_path
    key = crypto.new_person_key()
    sealed = crypto.encrypt(key, "张三", "name")
    assert crypto.rotate() == 2
    assert not crypto.is_current(key)
    assert crypto.decrypt(crypto.rewrap(key), memoryview(sealed), "name") == "张三"
    assert len(crypto.blind_index("name", "张三")) == 32
    assert (tmp_path / "keys" / "master-0002.key").exists()


@given(st.text())
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    envelope = Envelope(Keyring(tmp_path_factory.getbasetemp() / "laws"))
    key = envelope.new_person_key()
    assert envelope.decrypt(key, envelope.encrypt(key, text)) == text


def test_a_process_that_runs_wraps_by_the_key_that_another_made(keys: Path) -> None:
    running, other = Envelope(Keyring(keys)), Keyring(keys)
    before = running.new_person_key()
    assert running.current_head() == before[:5]
    other.rotate()
    assert not running.is_current(before)
    assert running.new_person_key()[:5] == running.current_head() != before[:5]
