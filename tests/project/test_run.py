"""`run.py`: what a fresh machine may lack is said in one sentence."""

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import run

RUN = Path(run.__file__)


def said(call, *arguments) -> str:
    with pytest.raises(run.Trouble) as trouble:
        call(*arguments)
    return str(trouble.value)


def test_an_old_python_is_named_with_the_one_needed():
    assert said(run.check_python, (3, 9)).startswith("Python 3.9 is too old: Encaisse needs Python 3.11 or later.")


def test_an_old_python_reads_as_far_as_the_sentence():
    compile(RUN.read_text(), "run.py", "exec", dont_inherit=True, flags=0)
    assert "from __future__ import annotations" in RUN.read_text()


def test_a_python_without_ensurepip_is_told_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "PYTHON", tmp_path / "absent")
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda _: None)
    assert "apt install python3-venv" in said(run.make_environment)


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("NewConnectionError: Temporary failure in name resolution", "there is no network"),
        ("npm error code ENOTFOUND", "there is no network"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
    ],
)
def test_usual_failures_of_a_step_become_one_sentence(output, sentence):
    assert sentence in run.sentence_for(["pip", "install"], output)


def test_an_unusual_failure_shows_its_output():
    assert run.sentence_for(["npm", "run", "build"], "frontend/main.ts: unexpected token").endswith("unexpected token")


@pytest.mark.parametrize(("number", "sentence"), [(errno.ENOSPC, "The disk is full"), (errno.EROFS, "cannot be written")])
def test_a_disk_that_refuses_is_named(number, sentence):
    def fail():
        with run.trouble_with_the_disk():
            raise OSError(number, os.strerror(number), "/somewhere")

    assert sentence in said(fail)


def test_a_port_in_use_is_named_with_a_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert (
            said(run.check_port, port) == f"Port {port} is in use. Stop what uses it, or choose another one: run.py demo --port {port + 1}"
        )


def test_trouble_is_one_line_and_exit_code_1():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        argv = [sys.executable, RUN, "demo", "--port", str(taken.getsockname()[1])]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


def test_a_stamp_is_fresh_until_a_source_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "STAMPS", tmp_path)
    source = tmp_path / "source"
    source.write_text("one")
    run.Stamp("step", [source]).renew()
    assert run.Stamp("step", [source]).is_fresh()
    source.write_text("two")
    assert not run.Stamp("step", [source]).is_fresh()
