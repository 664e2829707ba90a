"""What `make run` does before the server starts, as far as it can be seen without starting one."""

import socket

import pytest

from catalogue.environment import Address
from catalogue.serving import CannotServe, claim


def test_a_claimed_address_waits_for_the_server() -> None:
    with claim(Address("127.0.0.1", 0)) as listener:
        socket.create_connection(listener.getsockname(), timeout=1).close()


def test_a_taken_port_names_the_remedy() -> None:
    with claim(Address("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotServe, match=rf"^The address 127\.0\.0\.1:{port} cannot be used \(.*ADDR=.*\.$"):
            claim(Address("127.0.0.1", port))


def test_a_host_that_is_not_this_machine_names_the_remedy() -> None:
    with pytest.raises(CannotServe, match=r"192\.0\.2\.1:8000 cannot be used"):
        claim(Address("192.0.2.1", 8000))
