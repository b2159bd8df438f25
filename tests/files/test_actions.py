"""Bytes kept once, by hash, on the disk before any row names them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import transaction

from encaisse.files import actions, queries
from encaisse.files.models import Blob, Link
from encaisse.files.rules import BytesMissing, NotTheSameBytes, sha256_of
from encaisse.kit.actor import system_actor
from encaisse.kit.refusals import NotFound

ACTOR = system_actor()


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.mark.django_db
def test_kept_bytes_come_back_as_they_were():
    sha256 = actions.keep(ACTOR, b"bonjour", "text/plain")
    assert sha256 == sha256_of(b"bonjour")
    assert (queries.content(ACTOR, sha256), queries.media_type(ACTOR, sha256)) == (b"bonjour", "text/plain")


@pytest.mark.django_db
def test_the_same_bytes_are_kept_once():
    assert actions.keep_many(ACTOR, [b"a", b"b", b"a"], "text/plain") == [sha256_of(b"a"), sha256_of(b"b"), sha256_of(b"a")]
    assert Blob.objects.count() == 2


@pytest.mark.django_db
def test_bytes_that_changed_on_the_disk_are_refused():
    sha256 = actions.keep(ACTOR, b"bonjour", "text/plain")
    queries.path_of(sha256).write_bytes(b"bonsoir")
    with pytest.raises(NotTheSameBytes):
        queries.content(ACTOR, sha256)


@pytest.mark.django_db
def test_bytes_that_are_gone_are_named():
    sha256 = actions.keep(ACTOR, b"bonjour", "text/plain")
    queries.path_of(sha256).unlink()
    assert queries.missing_files(ACTOR) == [sha256]
    with pytest.raises(BytesMissing):
        queries.content(ACTOR, sha256)


@pytest.mark.django_db
def test_a_name_that_is_no_hash_leads_nowhere():
    with pytest.raises(NotFound):
        queries.content(ACTOR, "../../etc/passwd")


@pytest.mark.django_db
def test_what_is_rolled_back_names_nothing():
    with transaction.atomic():
        actions.keep(ACTOR, b"bonjour", "text/plain")
        transaction.set_rollback(True)
    assert Blob.objects.count() == 0


@pytest.mark.django_db
def test_a_file_is_linked_to_its_customer():
    sha256 = actions.keep(ACTOR, b"bonjour", "text/plain")
    actions.link(ACTOR, sha256, creditor_id=1, customer_id=7, role="letter")
    actions.link(ACTOR, sha256, creditor_id=1, customer_id=7, role="letter")
    assert (queries.linked(ACTOR, customer_id=7, role="letter"), Link.objects.count()) == ([sha256], 1)
    assert queries.linked(system_actor(frozenset({2})), customer_id=7, role="letter") == []


def test_a_writer_killed_at_any_moment_leaves_no_file_with_a_name_and_other_bytes(tmp_path: Path):
    code = (
        "import os, sys, itertools; from pathlib import Path; sys.path.insert(0, sys.argv[2]); "
        "from encaisse.files import rules; from django.conf import settings; "
        "settings.configure(VAR=sys.argv[1], INSTALLED_APPS=['encaisse.files']); "
        "import django; django.setup(); from encaisse.files.actions import write_durably; print(flush=True)\n"
        "for n in itertools.count():\n"
        "    content = os.urandom(200_000); write_durably({rules.sha256_of(content): content})"
    )
    source = str(Path(__file__).resolve().parents[2] / "src")
    for life in (0.01, 0.02, 0.04, 0.08):
        writer = subprocess.Popen([sys.executable, "-c", code, str(tmp_path), source], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(life)
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
    named = [path for path in (tmp_path / "files").rglob("*") if path.is_file() and not path.name.startswith(".")]
    assert named
    assert [path for path in named if sha256_of(path.read_bytes()) != path.name] == []
