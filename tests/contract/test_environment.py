"""What the environment says about certificates and proxies, each time in a process of its own."""

from __future__ import annotations

import datetime
import ipaddress
import os
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.servers.base import ApiServer, Reply

TOKEN = "canary-77aa"
# Sends one question and one purchase and says what came of each.
CALLS = """
import asyncio, sys
from studio.core.errors import ProviderError
from tests.contract.shop import ASK, BUY, client
from studio.providers.access import Access

async def main():
    asked = client(lambda: Access(sys.argv[1], lambda: sys.argv[2]))
    for request, repeatable in ((ASK, True), (BUY, False)):
        try:
            answer = await asked.send(request, repeatable=repeatable, total=5)
        except ProviderError as error:
            print(type(error).__name__, error.charged, error)
        else:
            print(answer.status, answer.body.decode())
    await asked.close()

asyncio.run(main())
"""


def calls(address: str, **environment: str) -> list[str]:
    clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", CALLS, address, TOKEN],
        env={**clean, **environment},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    assert TOKEN not in done.stdout
    return done.stdout.splitlines()


@pytest.fixture
def server() -> Iterator[ApiServer]:
    with ApiServer(token=TOKEN) as opened:
        opened.otherwise = lambda _seen: Reply(json={"said": "yes"})
        yield opened


@pytest.fixture
def proxy() -> Iterator[tuple[str, list[bytes]]]:
    with _proxy() as opened:
        yield opened


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_certificates_that_are_not_there_are_named(server: ApiServer, variable: str, tmp_path: Path) -> None:
    missing = tmp_path / "nothing.pem"
    told = calls(server.url, **{variable: str(missing)})
    assert len(told) == 2
    for line in told:
        assert line.startswith("Offline no ")
        assert variable in line
        assert str(missing) in line
    assert server.connections == 0


def test_certificates_that_are_none_are_told(server: ApiServer, tmp_path: Path) -> None:
    (tmp_path / "bad.pem").write_text("no certificate")
    told = calls(server.url, SSL_CERT_FILE=str(tmp_path / "bad.pem"))
    assert [line.split(":")[0] for line in told] == ["Offline no The certificates of this system cannot be read"] * 2


def test_a_service_whose_certificate_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    with ApiServer(token=TOKEN, certificate=_own_certificate(tmp_path)) as server:
        told = calls(server.url)
        assert server.requests == []
    assert [line.partition(":")[0] for line in told] == ["Offline no The Shop cannot be reached"] * 2


def test_the_certificates_that_the_environment_names_are_trusted(tmp_path: Path) -> None:
    certificate = _own_certificate(tmp_path)
    with ApiServer(token=TOKEN, certificate=certificate) as server:
        server.otherwise = lambda _seen: Reply(json={"said": "yes"})
        assert calls(server.url, SSL_CERT_FILE=str(certificate)) == ['200 {"said": "yes"}'] * 2


def test_a_proxy_is_asked_for_the_api_and_sees_no_token(proxy: tuple[str, list[bytes]]) -> None:
    address, heard = proxy
    told = calls("https://shop.example/v2", HTTPS_PROXY=address)
    assert [line.split()[0] for line in told] == ["Offline", "Offline"]
    assert "Nothing was sent" in told[1]
    assert heard
    for head in heard:
        assert head.startswith(b"CONNECT shop.example:443 HTTP/1.1\r\n")
        assert TOKEN.encode() not in head


def test_this_machine_is_reached_without_a_proxy(server: ApiServer, proxy: tuple[str, list[bytes]]) -> None:
    address, heard = proxy
    told = calls(server.url, HTTP_PROXY=address, HTTPS_PROXY=address, ALL_PROXY=address)
    assert told == ['200 {"said": "yes"}'] * 2
    assert heard == []


@pytest.mark.parametrize("proxy_address", ["socks5://127.0.0.1:9", "nonsense://x"])
def test_a_proxy_that_cannot_be_used_is_told(proxy_address: str) -> None:
    told = calls("https://shop.example/v2", HTTPS_PROXY=proxy_address)
    assert [line.split(" ")[0] for line in told] == ["Offline", "Offline"]
    assert "HTTPS_PROXY" in told[0]


def _own_certificate(folder: Path) -> Path:
    """A certificate of 127.0.0.1 that vouches for itself, with its key, valid for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    pem += key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path = folder / "own.pem"
    path.write_bytes(pem)
    return path


@contextmanager
def _proxy() -> Iterator[tuple[str, list[bytes]]]:
    """A proxy that refuses everybody and notes what it heard."""
    heard: list[bytes] = []

    class Refusing(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                line = self.rfile.readline()
                if not line:
                    return
                head += line
            heard.append(head)
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refusing) as opened:
        opened.daemon_threads = True
        thread = threading.Thread(target=opened.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{opened.server_address[1]}", heard
        opened.shutdown()
        thread.join()
