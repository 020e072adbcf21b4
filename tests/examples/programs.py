"""The programs under test, and what lies between them and the server."""

import contextlib
import json
import os
import pathlib
import socket
import subprocess
import threading

from harness import TIMEOUT, clean_environment

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "client" / "examples"
CONFIG = ROOT / "client" / "service_config.json"

PROGRAMS = {
    "cpp": [EXAMPLES / "cpp" / "build" / "example" / "backlinks-example"],
    "go": [EXAMPLES / "go" / "backlinks-example"],
    "python": [EXAMPLES / "python" / ".venv" / "bin" / "python",
               EXAMPLES / "python" / "main.py"],
    "node": ["node", EXAMPLES / "node" / "main.mjs"],
    "java": ["java", "-jar",
             EXAMPLES / "java" / "target" / "backlinks-example.jar"],
    "rust": [pathlib.Path(os.environ["CARGO_TARGET_DIR"]) / "debug" /
             "backlinks-example"],
}


def numbers_as_integers(number):
    """JSON knows one kind of number: 1.0 is 1."""
    value = float(number)
    return int(value) if value.is_integer() else value


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"),
                      ensure_ascii=False)


def json_lines(text):
    return [json.loads(line, parse_float=numbers_as_integers)
            for line in text.splitlines()]


def run(language, server, *words, **environment):
    """Exit code and the lines of a program, each as a JSON object."""
    done = subprocess.run(
        [*PROGRAMS[language], server, *map(str, words)], check=False,
        capture_output=True, timeout=TIMEOUT, stdin=subprocess.DEVNULL,
        env=clean_environment(**environment))
    lines = json_lines(done.stdout.decode())
    if done.returncode and not (lines and "error" in lines[-1]):
        raise AssertionError(f"{language} failed: {done.stderr.decode()}")
    return done.returncode, lines


class Proxy(contextlib.AbstractContextManager):
    """Passes bytes on to `target`. `cuts` are the numbers of answered bytes
    after which the first connections are broken; None as target: silence."""

    def __init__(self, target, cuts=()):
        self._target = target
        self._cuts = list(cuts)
        self.broken = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                left = self._cuts.pop(0) if self._cuts else None
                threading.Thread(target=self._serve, args=(near, left),
                                 daemon=True).start()

    def _serve(self, near, left):
        with near, contextlib.suppress(OSError):
            if self._target is None:
                while near.recv(65536):
                    pass
                return
            host, port = self._target.split(":")
            with socket.create_connection((host, int(port))) as far:
                threading.Thread(target=self._pass_on, args=(near, far),
                                 daemon=True).start()
                self._answer(far, near, left)

    @staticmethod
    def _pass_on(near, far):
        with contextlib.suppress(OSError):
            while piece := near.recv(65536):
                far.sendall(piece)
        with contextlib.suppress(OSError):
            far.shutdown(socket.SHUT_RDWR)

    def _answer(self, far, near, left):
        while piece := far.recv(65536):
            if left is not None and left <= len(piece):
                near.sendall(piece[:left])
                self.broken += 1
                break
            near.sendall(piece)
            if left is not None:
                left -= len(piece)
        near.shutdown(socket.SHUT_RDWR)

    def __exit__(self, *_):
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
