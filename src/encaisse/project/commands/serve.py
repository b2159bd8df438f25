"""Serve the pages (gunicorn, threads)."""

import argparse
import errno
import os
import socket
from typing import Any

from gunicorn.app.base import BaseApplication

from encaisse.project.environment import InstallationFault, check_installation


class Site(BaseApplication):  # type: ignore[misc]
    """The site under gunicorn, told by our options and not by files or the command line."""

    def __init__(self, **settings: Any) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from encaisse.project.wsgi import application  # noqa: PLC0415 - each worker loads the site after the fork

        return application


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--workers", type=int, default=int(os.environ.get("WEB_CONCURRENCY", "0")) or min(os.cpu_count() or 1, 4))
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--access-log", action="store_true")


def check_address(host: str, port: int) -> None:
    """Refuse in one sentence what the server would try again and again."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise InstallationFault(f"Port {port} is in use. Stop what uses it, or choose another one: --port {port + 1}") from error


def run(options: argparse.Namespace) -> None:
    check_installation()
    check_address(options.host, options.port)
    os.environ.setdefault("ENCAISSE_POOL", str(options.threads + 1))
    Site(
        bind=f"{options.host}:{options.port}",
        workers=options.workers,
        threads=options.threads,
        worker_class="gthread",
        timeout=60,
        graceful_timeout=10,
        keepalive=5,
        accesslog="-" if options.access_log else None,
        loglevel="warning",
        worker_tmp_dir="/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108, PTH112 - gunicorn's heartbeat file, off the disk
        control_socket_disable=True,
    ).run()
