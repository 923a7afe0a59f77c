"""Starts a push service on Node's HTTP/2 with a certificate made here, lets the Rust test send to it, and tells what arrived.

    (cd tests/peers && npm ci) && .venv/bin/python tests/peers/push_service.py
"""

import os
import pathlib
import subprocess
import sys
import tempfile

from doctor import ROOT, certificate

TEST = "messages::push::client::tests::peer::a_service_that_is_not_ours_gets_and_reads_them"


def main(folder):
    certificate(folder)
    command = ["node", str(ROOT / "tests" / "peers" / "push_service.mjs"), str(folder)]
    service = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        port = service.stdout.readline().strip()
        where = {"CUADRA_PEER_PUSH": f"https://127.0.0.1:{port}", "CUADRA_PEER_FOLDER": str(folder)}
        command = ["cargo", "test", "--locked", "--quiet", "--lib", TEST, "--", "--exact"]
        subprocess.run(command, cwd=ROOT, env={**os.environ, **where}, check=True, stdout=subprocess.DEVNULL)
        said, _ = service.communicate("", timeout=60)
        print(said.strip())
        return service.returncode
    finally:
        if service.poll() is None:
            service.kill()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        sys.exit(main(pathlib.Path(scratch)))
