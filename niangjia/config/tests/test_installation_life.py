"""An installation's life as an operator sees it: it serves, survives, is backed up, and stops."""

import json
import os
import shutil
import signal
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from niangjia.config.tests.installations import Site, processes_of, running_site
from niangjia.core.crypto.envelope import Envelope
from niangjia.core.crypto.keyring import Keyring

SORTED = "(SELECT array_agg(each::text ORDER BY each::text) FROM unnest({}) AS each)"
OURS = "{} = 'niangjia'::regnamespace"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="niangjia-site-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    with running_site(folder / "data") as running:
        running.ask("SET ROLE niangjia_owner; CREATE TABLE kept AS SELECT '录入的不会丢' AS word")
        running.ask("GRANT SELECT ON kept TO niangjia_reader")
        yield running


def test_killed_database_is_started_again_with_all_that_was_entered(site: Site):
    before = site.cluster.pid()
    os.kill(before, signal.SIGKILL)
    deadline = time.monotonic() + 120
    while site.cluster.pid() in {None, before} and time.monotonic() < deadline:
        time.sleep(0.1)
    site.wait_until_it_serves()
    assert site.ask("SELECT word FROM kept") == [("录入的不会丢",)]


def test_killed_web_and_job_processes_are_started_again(site: Site):
    before = site.children()
    for child in before:
        os.kill(child, signal.SIGKILL)
    deadline = time.monotonic() + 120
    while len(site.children() - before) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    site.wait_until_it_serves()


def test_second_start_on_the_same_data_is_refused(site: Site):
    second = Site(site.data, site.port + 1).command("run")
    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr.startswith("这套系统已经在运行")
    assert site.health() == 200


def test_start_on_a_busy_port_is_refused(site: Site, folder: Path):
    other = Site(folder / "other", site.port).command("run")
    assert (other.returncode, other.stderr.split("。")[0]) == (2, f"端口 {site.port} 已被占用")


def test_backup_of_a_serving_installation_comes_back_in_an_empty_one(site: Site, folder: Path):
    (site.data / "blobs").mkdir(mode=0o700, exist_ok=True)
    (site.data / "blobs" / "letter").write_text("一封信")
    tables = f"""
        SELECT relname::text, {SORTED.format("relacl")}
        FROM pg_class WHERE {OURS.format("relnamespace")} AND relname <> 'kept' ORDER BY 1
    """
    functions = f"""
        SELECT oid::regprocedure::text, proowner::regrole::text, {SORTED.format("proacl")}
        FROM pg_proc WHERE {OURS.format("pronamespace")} ORDER BY 1
    """
    file = folder / "all.tar"
    made = site.command("backup", file)
    assert (made.returncode, made.stderr) == (0, "")
    assert file.stat().st_mode & 0o777 == 0o600

    empty = Site(folder / "restored")
    restored = empty.command("restore", file)
    assert (restored.returncode, restored.stderr) == (0, "")
    assert "已从" in restored.stdout
    assert (empty.data / "blobs" / "letter").read_text() == "一封信"
    assert (empty.data / "keys" / "secret.txt").read_text() == (site.data / "keys" / "secret.txt").read_text()
    empty.cluster.start()
    assert empty.ask("SELECT word FROM kept") == [("录入的不会丢",)]
    assert empty.ask(tables) == site.ask(tables)
    assert empty.ask(functions) == site.ask(functions)
    empty.cluster.stop()
    examined = empty.command("doctor")
    assert (examined.returncode, [line for line in examined.stdout.splitlines() if line[0] == "✗"]) == (0, [])
    again = empty.command("restore", file)
    assert (again.returncode, again.stderr.split("。")[0]) == (2, "这个安装里已经有数据（niangjia）")


def test_damaged_backup_is_refused_and_nothing_is_restored(site: Site, folder: Path):
    file, work = folder / "whole.tar", folder / "work"
    assert site.command("backup", file).returncode == 0
    work.mkdir()
    with tarfile.open(file) as tar, tarfile.open(folder / "damaged.tar", "w") as damaged:
        manifest = json.load(tar.extractfile("manifest.json"))
        for member in tar.getmembers():
            (work / "one").write_bytes(tar.extractfile(member).read()[: -1 if member.name == "database.dump" else None])
            damaged.add(work / "one", member.name)
    assert set(manifest["sha256"]) >= {"database.dump", "folder/keys/secret.txt"}
    refused = Site(folder / "untouched").command("restore", folder / "damaged.tar")
    assert refused.returncode == 2
    assert "已经损坏（database.dump）" in refused.stderr


def test_keys_are_rotated_while_it_serves_and_numbers_are_read_and_found_as_before(site: Site):
    envelope = Envelope(Keyring(site.data / "keys"))
    key = envelope.new_person_key()
    sealed, found_by = envelope.encrypt(key, "340803199003070017"), envelope.blind_index("paper", "340803199003070017")
    person = "'01900000-0000-7000-8000-000000000001'"
    site.ask(f"INSERT INTO people_party (id, kind) VALUES ({person}, 'person')")
    site.ask(f"INSERT INTO people_person (party_id, name, registered_at) VALUES ({person}, '示例', now())")
    site.ask(f"INSERT INTO people_personkey (person_id, wrapped) VALUES ({person}, '\\x{key.hex()}')")
    said = [site.command("rotate-keys").stdout.split("，")[0] for _ in range(2)]
    assert said == ["已换主密钥", "已换主密钥"]
    Keyring(site.data / "keys").rotate()  # what a rotation that was broken off has done
    assert "! 换主密钥没有做完，还有 1 人的密钥用旧的封装：请运行 niangjia rotate-keys" in site.command("doctor").stdout
    said = site.command("rotate-keys").stdout.splitlines()
    assert said[0].startswith("上次更换没有做完，现在做完了：重新封装 1 人的密钥")
    assert sorted(path.name for path in (site.data / "keys").glob("master-*")) == [
        f"master-000{number}.key" for number in (1, 2, 3, 4)
    ]
    ((wrapped,),) = site.ask("SELECT wrapped FROM people_personkey")
    later = Envelope(Keyring(site.data / "keys"))
    assert wrapped[1:5] == (4).to_bytes(4, "big")
    assert later.decrypt(wrapped, sealed) == "340803199003070017"
    assert later.blind_index("paper", "340803199003070017") == found_by


def test_stops_cleanly_and_serves_again_with_all_that_was_entered(site: Site):
    assert site.stop() == 0
    assert processes_of(site) == []
    site.start()
    assert site.ask("SELECT word FROM kept") == [("录入的不会丢",)]


def test_archive_that_would_write_outside_its_folder_is_refused(folder: Path):
    (folder / "note").write_text("x")
    with tarfile.open(folder / "sly.tar", "w") as tar:
        tar.add(folder / "note", "../outside")
    refused = Site(folder / "untouched2").command("restore", folder / "sly.tar")
    assert refused.returncode == 2
    assert "不是本系统的备份" in refused.stderr
    assert sorted(path.name for path in folder.glob("outside*")) == []
