"""A door in front of the IMAP server that takes only tokens (XOAUTH2), as Microsoft and Google do: what is behind stays the real server."""

import base64
import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from messages.imap_server import PASSWORD, USER, ImapServer


@dataclass
class TokenDoor:
    """`good` is the token it takes today; `seen` are those it was shown, with the user each was for."""

    server: ImapServer
    listener: socket.socket
    good: str = "token-1"
    seen: list[tuple[str, str]] = field(default_factory=list)

    @property
    def port(self) -> int:
        return self.listener.getsockname()[1]

    def serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self.speak, args=(client,), daemon=True).start()

    def speak(self, client: socket.socket) -> None:
        behind = socket.create_connection(("127.0.0.1", self.server.port))
        told, said = client.makefile("rwb", buffering=0), behind.makefile("rwb", buffering=0)
        told.write(said.readline())
        while line := told.readline():
            tag, command, *rest = line.decode().split()
            if command.upper() == "AUTHENTICATE" and rest == ["XOAUTH2"]:
                if not self.takes(told, tag):
                    continue
                line = f'{tag} LOGIN {USER} "{PASSWORD}"\r\n'.encode()
            said.write(line)
            while (answer := said.readline()) and not answer.startswith(tag.encode()):
                told.write(answer)
            told.write(answer)
            if command.upper() == "AUTHENTICATE":
                pass_on(client, behind)
                return

    def takes(self, told: socket.SocketIO, tag: str) -> bool:
        """Ask for the token; one that is refused is answered as Microsoft does: the fault first, then, once it was taken note of, NO."""
        told.write(b"+ \r\n")
        user, bearer = base64.b64decode(told.readline()).decode().strip("\x01").split("\x01")
        self.seen.append((user.removeprefix("user="), bearer.removeprefix("auth=Bearer ")))
        if self.seen[-1] == ("relances@verdier.example", self.good):
            return True
        told.write(b"+ " + base64.b64encode(json.dumps({"status": "400", "schemes": "Bearer"}).encode()) + b"\r\n")
        told.readline()
        told.write(f"{tag} NO AUTHENTICATE failed.\r\n".encode())
        return False


def pass_on(client: socket.socket, behind: socket.socket) -> None:
    """Carry bytes both ways until either side leaves."""

    def carry(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(65536):
                target.sendall(chunk)
            target.shutdown(socket.SHUT_WR)

    back = threading.Thread(target=carry, args=(behind, client), daemon=True)
    back.start()
    carry(client, behind)
    back.join(5)


@contextlib.contextmanager
def token_door(server: ImapServer) -> Iterator[TokenDoor]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        door = TokenDoor(server, listener)
        threading.Thread(target=door.serve, daemon=True).start()
        yield door
