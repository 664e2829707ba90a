"""What is shipped for nginx and PostgreSQL says the same as the site. Whether it works is for `make drill`."""

from __future__ import annotations

import re

from catalogue.environment import ROOT
from catalogue.middleware import LARGEST_BODY
from catalogue.security_headers import SECURITY_HEADERS, STRICT_TRANSPORT
from catalogue.views.kept import CACHE_CONTROL

DEPLOY = ROOT / "deploy"


def test_nginx_sends_the_headers_that_the_site_sends() -> None:
    text = (DEPLOY / "nginx" / "headers.conf").read_text()
    sent = dict(re.findall(r'^add_header ([\w-]+) "?(.*?)"? always;$', text, re.MULTILINE))
    assert sent == {**SECURITY_HEADERS, "Strict-Transport-Security": "$strict_transport"}
    site = (DEPLOY / "nginx" / "catalogue.conf").read_text()
    promise = STRICT_TRANSPORT["Strict-Transport-Security"]
    assert re.search(rf'map \$https \$strict_transport {{\s+default +"";\s+on +"{promise}";\s+}}', site)


def test_no_log_of_nginx_has_an_address_or_what_was_searched_for() -> None:
    """A server without a word about its log writes one in nginx's own form, which has both."""
    text = (DEPLOY / "nginx" / "catalogue.conf").read_text()
    servers = text.split("\nserver {")[1:]
    assert [re.findall(r"access_log (.*?);", server) for server in servers] == [
        ["off"],
        ["/var/log/nginx/catalogue.log catalogue"],
    ]
    form = re.search(r"log_format catalogue (.*?);", text, re.DOTALL)[1]
    assert not {"remote_addr", "request_uri", "uri", "args", "request"} & set(re.findall(r"\$(\w+)", form))


def test_nginx_takes_what_the_site_takes() -> None:
    text = (DEPLOY / "nginx" / "catalogue.conf").read_text()
    assert f"client_max_body_size {LARGEST_BODY // 2**20}m;" in text
    # Without it nginx would keep nothing; how long an old page may be shown is for the site to say.
    assert "s-maxage=1" in CACHE_CONTROL
    assert "stale-if-error" in CACHE_CONTROL
    assert "proxy_cache_use_stale" not in text


def test_units_run_commands_that_are_there() -> None:
    commands = {path.stem for path in (ROOT / "catalogue" / "management" / "commands").glob("*.py")}
    for unit in (DEPLOY / "systemd").glob("*.service"):
        for command in re.findall(r"manage\.py (\w+)", unit.read_text()):
            assert command in commands, unit.name


def test_no_secret_of_this_machine_gets_into_an_image() -> None:
    left_out = (ROOT / ".dockerignore").read_text().splitlines()
    assert {"var", ".venv", ".git"} <= set(left_out)
