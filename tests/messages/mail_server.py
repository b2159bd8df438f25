# ruff: noqa: N802, ARG002, T201 - the names and places are the mail library’s; the port is told on standard output
"""A real SMTP server in a process of its own: it makes each acceptance durable before it says 250.

Recipients tell it how to answer: refused@ (550), nobody@ (550 5.1.1), later@ (451), lateanswer@ (hangs up after the message, before
answering).
"""

import asyncio
import os
import sys
from email.parser import BytesHeaderParser

from aiosmtpd.smtp import SMTP, Envelope, Session


class Inbox:
    def __init__(self, log: str, pause: float) -> None:
        self.log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.pause = pause

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if address.startswith("refused@"):
            return "550 No such mailbox"
        if address.startswith("nobody@"):
            return "550 5.1.1 No such user here"
        if address.startswith("later@"):
            return "451 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if envelope.rcpt_tos[0].startswith("lateanswer@"):
            server.transport.abort()
            return "421 Gone"
        await asyncio.sleep(self.pause)
        message_id = BytesHeaderParser().parsebytes(envelope.content or b"")["Message-ID"]
        os.write(self.log, f"{message_id}\n".encode())
        os.fsync(self.log)
        await asyncio.sleep(self.pause)
        return "250 Accepted"


async def serve(log: str, pause: float) -> None:
    inbox = Inbox(log, pause)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(inbox, hostname="localhost"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 0.0))
