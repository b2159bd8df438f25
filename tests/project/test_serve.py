"""A port in use is said in one sentence, with another one to take."""

import socket

import pytest

from encaisse.project.commands.serve import check_address
from encaisse.project.environment import InstallationFault


def test_a_port_in_use_is_refused_with_the_next_one():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InstallationFault, match=f"Port {port} is in use.*--port {port + 1}"):
            check_address("127.0.0.1", port)


def test_a_free_port_is_left_free():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    check_address("127.0.0.1", port)
    check_address("127.0.0.1", port)
