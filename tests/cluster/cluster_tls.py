"""Keys and certificates for servers on loopback, made by `openssl` when they are needed."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Certificate:
    """A self-signed certificate for 127.0.0.1 and localhost: its own authority."""

    certificate: Path
    """PEM file, and what a client trusts."""
    key: Path
    """PEM file of its private key."""


def openssl(*arguments: str) -> None:
    """Runs `openssl`; skips the test where there is none."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not installed")
    subprocess.run([program, *arguments], check=True, capture_output=True, timeout=60)


def self_signed(folder: Path, name: str = "server") -> Certificate:
    """A new certificate in the folder."""
    made = Certificate(folder / f"{name}.crt", folder / f"{name}.key")
    subject = ("-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-days", "2")
    openssl("req", "-x509", *curve, *subject, "-keyout", str(made.key), "-out", str(made.certificate))
    return made


def signing_key(path: Path) -> Path:
    """A new private key that signs the tokens of service accounts."""
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", str(path))
    return path
