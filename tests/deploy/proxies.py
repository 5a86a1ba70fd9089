"""nginx and HAProxy as deploy/ configures them, on ports of the test's."""

from __future__ import annotations

import contextlib
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

from debian import required_program
from running import free_port
from server.certificates import self_signed

DEPLOY = Path(__file__).parents[2] / "deploy"
SECONDS = 20
NGINX = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder};
    proxy_temp_path {folder};
    fastcgi_temp_path {folder};
    uwsgi_temp_path {folder};
    scgi_temp_path {folder};
    {configuration}
}}
"""


class Proxy:
    """A proxy that runs, and whom its clients trust."""

    def __init__(self, url: str, certificate: Path) -> None:
        self.url = url
        self.certificate = certificate

    def status(self, path: str) -> int:
        """Return the status of an answer to GET."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=5, context=context) as answer:  # noqa: S310 - our own
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code


@contextlib.contextmanager
def nginx(folder: Path, nodes: list[int]) -> Iterator[Proxy]:
    """Run nginx before servers on these ports."""
    lines = "\n".join(f"server 127.0.0.1:{node} max_fails=1 fail_timeout=2s;" for node in nodes)
    certificate, port = self_signed(folder), free_port()
    configuration = replaced(
        "nginx.conf",
        {
            "server 127.0.0.1:8000 max_fails=1 fail_timeout=2s;": lines,
            "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
            "/etc/ssl/dialbook/certificate.pem": str(certificate),
            "/etc/ssl/dialbook/key.pem": str(certificate),
        },
    )
    file = folder / "nginx.conf"
    file.write_text(NGINX.format(folder=folder, configuration=configuration), "utf-8")
    program = required_program("nginx", "nginx-light")
    with running(
        [program, "-c", str(file), "-p", str(folder)], Proxy(f"https://127.0.0.1:{port}", certificate)
    ) as proxy:
        yield proxy


@contextlib.contextmanager
def haproxy(folder: Path, nodes: list[int]) -> Iterator[Proxy]:
    """Run HAProxy before servers on these ports."""
    lines = "\n".join(f"    server node{node} 127.0.0.1:{node}" for node in nodes)
    certificate, port = self_signed(folder), free_port()
    configuration = replaced(
        "haproxy.cfg",
        {
            "    server one 127.0.0.1:8000": lines,
            "bind :443": f"bind 127.0.0.1:{port}",
            "/etc/ssl/dialbook/both.pem": str(certificate),
        },
    )
    file = folder / "haproxy.cfg"
    file.write_text(configuration, "utf-8")
    program = required_program("haproxy", "haproxy")
    with running([program, "-db", "-f", str(file)], Proxy(f"https://127.0.0.1:{port}", certificate)) as proxy:
        yield proxy


def replaced(name: str, here: Mapping[str, str]) -> str:
    """Return a file of deploy/ with what is of this machine in the place of what is of another."""
    text = (DEPLOY / name).read_text("utf-8")
    for there, own in here.items():
        assert there in text, there
        text = text.replace(there, own)
    return text


@contextlib.contextmanager
def running(command: list[str], proxy: Proxy) -> Iterator[Proxy]:
    """Run a proxy until it is not needed."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            deadline = time.monotonic() + SECONDS
            while not answers(proxy):
                assert process.poll() is None, process.communicate()[0]
                assert time.monotonic() < deadline
                time.sleep(0.05)
            yield proxy
        finally:
            process.terminate()
            process.communicate(timeout=SECONDS)


def answers(proxy: Proxy) -> bool:
    """Tell whether the proxy has a server to ask: an unsigned request is refused by it."""
    try:
        return proxy.status("/phone-numbers") == 403
    except urllib.error.URLError:
        return False
