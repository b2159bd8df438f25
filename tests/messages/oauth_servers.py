# ruff: noqa: N802, ARG002, T201 - the names and places are the libraries'; the ports are told on standard output
"""A token endpoint and a mail server that takes only its tokens (XOAUTH2), in a process of their own. What each saw goes to the log."""

import asyncio
import base64
import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

LOG = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
GIVEN: list[str] = []


def log(**seen: str) -> None:
    os.write(LOG, (json.dumps(seen) + "\n").encode())


class Tokens(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = {name: values[0] for name, values in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()}
        log(what="token", **asked)
        is_known = asked.get("refresh_token", "").startswith("refresh") and asked.get("client_id") == "encaisse"
        GIVEN.append(f"token-{len(GIVEN) + 1}")
        told = {"access_token": GIVEN[-1], "expires_in": 3600, "refresh_token": f"refresh-{len(GIVEN) + 1}"}
        content = json.dumps(told if is_known else {"error": "invalid_grant", "error_description": "the grant was revoked"}).encode()
        self.send_response(200 if is_known else 400)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        pass


class Inbox:
    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        user, token = base64.b64decode(args[1]).decode().strip("\x01").split("\x01")
        is_good = user == "user=relance@verdier.example" and token.removeprefix("auth=Bearer ") == GIVEN[-1]
        log(what="auth", token=token)
        return AuthResult(success=is_good, handled=is_good, auth_data=user)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        log(what="mail", sender=str(envelope.mail_from))
        return "250 Accepted"


async def serve() -> None:
    tokens = ThreadingHTTPServer(("127.0.0.1", 0), Tokens)
    threading.Thread(target=tokens.serve_forever, daemon=True).start()
    inbox = Inbox()
    loop = asyncio.get_running_loop()
    options = {"hostname": "localhost", "auth_required": True, "auth_require_tls": False}
    server = await loop.create_server(lambda: SMTP(inbox, **options), "127.0.0.1", 0)
    print(tokens.server_address[1], server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
