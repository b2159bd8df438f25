# ruff: noqa: T201 - the names are the HTTP library's; the port is told on standard output
"""A real HTTP gateway in a process of its own: it makes each acceptance durable before it answers.

The last digits of a number tell it how to answer: 01 refused (400), 02 put off (503), 03 broken after it took it (500), 04 hangs up after
it took it, 05 wrong key (401), 06 says 200 with an error, 07 redirects.
"""

import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Gateway(BaseHTTPRequestHandler):
    log: int = -1
    pause: float = 0.0

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        told = {
            "path": self.path,
            "authorization": self.headers.get("Authorization", ""),
            "type": self.headers["Content-Type"],
            "body": asked,
        }
        number = json.loads(asked)["to"] if self.headers["Content-Type"] == "application/json" else ""
        ending = number[-2:]
        if ending in {"01", "02", "05", "07"}:
            self.answer({"01": 400, "02": 503, "05": 401, "07": 302}[ending], {"error": {"message": f"no {ending}"}})
            return
        if ending == "06":
            self.answer(200, {"error": {"message": "credit exhausted"}})
            return
        time.sleep(self.pause)
        os.write(self.log, (json.dumps(told) + "\n").encode())
        os.fsync(self.log)
        time.sleep(self.pause)
        if ending == "04":
            self.connection.close()
            return
        self.answer(500 if ending == "03" else 201, {"messages": [{"id": f"p-{number}"}]})

    def answer(self, code: int, said: object) -> None:
        content = json.dumps(said).encode()
        self.send_response(code)
        if code == 302:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        pass


def serve(log: str, pause: float) -> None:
    Gateway.log, Gateway.pause = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), pause
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    serve(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 0.0)
