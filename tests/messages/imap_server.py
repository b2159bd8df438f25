"""A real IMAP server in a process of its own, on the loopback: the mailbox of one user, in memory, filled by APPEND as any client would."""

import contextlib
import imaplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

USER, PASSWORD = "relances", "un mot de passe"
PYMAP = Path(sys.executable).with_name("pymap")


@dataclass(frozen=True)
class ImapServer:
    port: int
    process: subprocess.Popen

    def client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4("127.0.0.1", self.port)
        client.login(USER, PASSWORD)
        client.select("INBOX")
        return client

    def deliver(self, *mails: bytes) -> None:
        client = self.client()
        for mail in mails:
            answer, said = client.append("INBOX", "", None, mail)
            assert answer == "OK", said
        client.logout()

    def deliver_of_size(self, head: bytes, size: int) -> None:
        """Append a mail of so many bytes, its body sent bit by bit: nobody here holds it whole."""
        line = b"x" * 74 + b"\r\n"
        piece = line * (2**20 // len(line))
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as line_to, line_to.makefile("rb") as said:
            said.readline()
            line_to.sendall(f'a LOGIN {USER} "{PASSWORD}"\r\n'.encode())
            while not said.readline().startswith(b"a OK"):
                pass
            line_to.sendall(f"b APPEND INBOX {{{size}}}\r\n".encode())
            assert said.readline().startswith(b"+")
            line_to.sendall(head)
            left = size - len(head)
            while left:
                line_to.sendall(piece[:left])
                left -= min(left, len(piece))
            line_to.sendall(b"\r\n")
            while not (answer := said.readline()).startswith(b"b "):
                pass
            assert answer.startswith(b"b OK"), answer

    def sizes(self) -> list[int]:
        """Return how large each mail is that the mailbox holds."""
        client = self.client()
        told = client.fetch("1:*", "(RFC822.SIZE)")[1]
        client.logout()
        return [int(each.rpartition(b"RFC822.SIZE ")[2].split(b")")[0]) for each in told]

    def unseen(self) -> int:
        client = self.client()
        found = client.search(None, "UNSEEN")[1][0].split()
        client.logout()
        return len(found)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def imap_server(port: int | None = None) -> Iterator[ImapServer]:
    port = port or free_port()
    told = [str(PYMAP), "--host", "127.0.0.1", "--port", str(port), "--no-tls", "--no-service", "managesieve", "--no-service", "admin"]
    told += ["--no-service", "swim", "dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD]
    with subprocess.Popen(told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port)
            server = ImapServer(port, process)
            empty(server)
            yield server
        finally:
            process.terminate()
            process.wait(10)


def wait_for(port: int) -> None:
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.5):
            return
        time.sleep(0.1)
    raise TimeoutError("the IMAP server did not start")


def empty(server: ImapServer) -> None:
    client = server.client()
    client.store("1:*", "+FLAGS", r"(\Deleted)")
    client.expunge()
    client.logout()
