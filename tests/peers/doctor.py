"""What the peers of the channels share: certificates made at run time, and `cuadra doctor --send-test` with a configuration."""

import datetime
import ipaddress
import os
import pathlib
import subprocess

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

ROOT = pathlib.Path(__file__).resolve().parents[2]
CUADRA = os.environ.get("CUADRA_BIN", str(ROOT / "target" / "debug" / "cuadra"))
ORIGIN = "https://red.example.org"


def pem(key):
    shape = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, shape, serialization.NoEncryption())


def certificate(folder, name="self"):
    """A certificate that signed itself, for localhost and 127.0.0.1. Answers the files of certificate and key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / f"{name}.crt", folder / f"{name}.key"
    files[0].write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(pem(key))
    return files


def rsa_key(file):
    """A key for DKIM, as `openssl genrsa 2048` makes it."""
    file.write_bytes(pem(rsa.generate_private_key(public_exponent=65537, key_size=2048)))
    return file


def send_test(folder, config, to, environment=None):
    """Runs the command. Answers whether it was handed over, and what was printed."""
    file = folder / "cuadra.toml"
    file.write_text(f'origin = "{ORIGIN}"\nname = "Red de la Ñandú"\n{config}', encoding="utf-8")
    command = [CUADRA, "doctor", "--config", str(file), "--data", str(folder / "data"), "--send-test", to]
    done = subprocess.run(command, env={**os.environ, **(environment or {})}, capture_output=True, text=True, timeout=60)
    return done.returncode == 0, done.stdout + done.stderr


def expect(what, said, start):
    """One line of what was found; stops where the command said something else."""
    printed = said.strip().splitlines()[0] if said.strip() else ""
    assert printed.startswith(start), f"{what}: expected {start!r}, got\n{said}"
    print(f"   {what}: {printed}")
