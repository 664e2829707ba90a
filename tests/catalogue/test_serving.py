"""What `make run` does before the server starts, as far as it can be seen without starting one."""

import os
import socket
import time
from pathlib import Path

import pytest

from catalogue.environment import Address
from catalogue.serving import CannotServe, claim, collect_style_sheets


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


def test_style_sheets_are_collected_again_only_when_one_changed(settings, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("main { color: black }")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    said: list[str] = []

    def collect() -> int:
        said.clear()
        collect_style_sheets(said.append, record=tmp_path / "record")
        return len(said)

    assert (collect(), collect()) == (1, 0)
    (source / "page.css").write_text("main { color: navy; margin: 0 }")
    # Django compares whole seconds.
    os.utime(source / "page.css", ns=(0, time.time_ns() + 2 * 10**9))
    assert collect() == 1
    assert (settings.STATIC_ROOT / "page.css").read_text() == "main { color: navy; margin: 0 }"
