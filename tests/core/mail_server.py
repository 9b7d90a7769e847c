"""A real mail server on this machine, that can be told to be difficult."""

from __future__ import annotations

import contextlib
import socket
import ssl
import subprocess
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Desk:
    """Keeps what came in; `answers` maps a recipient to the refusal it gets."""

    def __init__(self, answers=None, hangs_up_on=None):
        self.letters = []
        self.sign_ins = []
        self.answers = answers or {}
        self.hangs_up_on = hangs_up_on

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd
        if address == self.hangs_up_on:
            server.transport.close()
            return "421 going home"
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def authenticate(self, server, session, envelope, mechanism, login):
        self.sign_ins.append((login.login.decode(), login.password.decode()))
        return AuthResult(success=login.password == b"s3cret/post")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


@contextlib.contextmanager
def mail_server(desk, **options):
    controller = Controller(desk, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield f"127.0.0.1:{controller.port}"
    finally:
        controller.stop()


def certificate(folder):
    """A certificate for 127.0.0.1 that only this test trusts: (server's context, its file)."""
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    made += [
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
    ]
    subprocess.run(
        [*made, "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context, folder / "cert.pem"
