"""A redis-server of its own, which a test may stop, suspend and empty."""

import contextlib
import re
import signal
import socket
import subprocess
import tempfile

from harness import TIMEOUT, wait_until
from ports import free_port

START_ATTEMPTS = 20  # Another program may take the port before the server does.


def first_reply(port, command):
    """The beginning of a server's reply; empty if there is none."""
    with contextlib.suppress(OSError), socket.create_connection(
            ("127.0.0.1", port), timeout=1) as connection:
        connection.sendall(command.encode() + b"\r\n")
        return connection.recv(65536)
    return b""


class Redis(contextlib.AbstractContextManager):
    """On 127.0.0.1, always on the same port. It keeps its data on disk."""

    def __init__(self, *flags):
        self._flags = flags
        self._folder = tempfile.TemporaryDirectory()
        for _ in range(START_ATTEMPTS):
            self.port = free_port()
            self._spawn()
            if self._await_ready():
                return
            self.stop()
        raise AssertionError("redis-server did not start")

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}/0"

    def _spawn(self):
        self._process = subprocess.Popen(
            ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port),
             "--dir", self._folder.name, "--save", "", "--appendonly", "yes",
             "--appendfsync", "always", "--maxmemory-policy", "noeviction",
             *self._flags],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    def _await_ready(self):
        def is_ready():
            return (self._process.poll() is not None
                    or self._replies("PING") == b"+PONG\r\n")
        wait_until("redis-server", is_ready)
        return self._process.poll() is None

    def _replies(self, command):
        return first_reply(self.port, command)

    def run(self, command):
        """A command whose reply is OK."""
        reply = self._replies(command)
        if reply != b"+OK\r\n":
            raise AssertionError(f"{command}: {reply}")

    def keys(self):
        """All keys, as in the reply."""
        return self._replies("KEYS *").decode(errors="replace").split("\r\n")

    def reservations(self):
        """How many prices are reserved."""
        reply = self._replies("ZCARD backlinks:1:{budget}:ends")
        return int(reply.removeprefix(b":"))

    def replication(self):
        """What it knows of its master and its replicas, by lines."""
        return self._replies("INFO replication").decode().split("\r\n")

    def users(self):
        """How many connections of servers have logged in."""
        clients = self._replies("CLIENT LIST TYPE normal").decode()
        return len(re.findall(r" cmd=(role|eval|evalsha) ", clients))

    def start(self):
        """After stop: with the data that it had."""
        self._spawn()
        if not self._await_ready():
            raise AssertionError("redis-server did not start again")

    def stop(self):
        self._process.kill()
        self._process.wait(TIMEOUT)

    def suspend(self):
        self._process.send_signal(signal.SIGSTOP)

    def resume(self):
        self._process.send_signal(signal.SIGCONT)

    def __exit__(self, *_):
        self.stop()
        self._folder.cleanup()
