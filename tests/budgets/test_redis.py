"""A Redis that is reached by TLS with a password, and one that is slow."""

import contextlib
import pathlib
import queue
import socket
import tempfile
import threading
import time
import unittest

from certificate import make_certificate
from harness import wait_until
from ports import free_port
from redis import Redis
from spending import PRICE, BudgetCase

PASSWORD = "p4ssw0rd/of:redis"
CACHE = ("--cache_ttl", "1h")


class SlowProxy(contextlib.AbstractContextManager):
    """Passes each part of what Redis replies some time later."""

    def __init__(self, port, delay):
        self._port, self._delay = port, delay
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"redis://127.0.0.1:{self._listener.getsockname()[1]}/0"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._port))
                self._connect(client, server, 0)
                self._connect(server, client, self._delay)

    def _connect(self, source, sink, delay):
        parts = queue.SimpleQueue()
        for target, arguments in ((self._read, (source, parts, delay)),
                                  (self._write, (parts, sink))):
            threading.Thread(target=target, args=arguments,
                             daemon=True).start()

    @staticmethod
    def _read(source, parts, delay):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                parts.put((time.monotonic() + delay, data))
        parts.put((0, b""))
        source.close()

    @staticmethod
    def _write(parts, sink):
        with contextlib.suppress(OSError):
            while (part := parts.get())[1]:
                time.sleep(max(0, part[0] - time.monotonic()))
                sink.sendall(part[1])
            sink.shutdown(socket.SHUT_RDWR)

    def __exit__(self, *_):
        self._listener.close()


class Tls(BudgetCase):

    def setUp(self):
        super().setUp()
        folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory()))
        self.cert, key = map(str, make_certificate(folder))
        self.password_file = folder / "password"
        self.password_file.write_text(PASSWORD + "\n")
        port = free_port()
        self.redis = self.enterContext(Redis(
            "--tls-port", str(port), "--tls-cert-file", self.cert,
            "--tls-key-file", key, "--tls-auth-clients", "no"))
        self.redis.run(f"CONFIG SET requirepass {PASSWORD}")
        self.url = f"rediss://127.0.0.1:{port}/0"
        self.site_of_one = self.site({"one": {"budget": {"day": 150}}})

    def start(self, *flags, url=None, **environment):
        return self.site_of_one.start(
            url or self.url, *CACHE, "--state_ca_file", self.cert, *flags,
            **environment)

    def test_the_password_from_a_file(self):
        site = self.site_of_one
        server = self.start("--state_password_file", str(self.password_file))
        self.assert_ok(site.call(server, "one"))
        site.await_spent(server, "one", PRICE)
        self.assertIn("savedPrice", site.call(server, "one").summary)
        self.assert_over_budget(site.call(server, "one", rows=49), "day",
                                used=PRICE, limit=150)
        self.assertNotIn(PASSWORD, server.err)

    def test_the_password_from_the_environment(self):
        server = self.start(BACKLINKS_STATE_PASSWORD=PASSWORD)
        self.assert_ok(self.site_of_one.call(server, "one"))

    def assert_unavailable(self, server):
        self.assert_error(self.site_of_one.call(server, "one"), "UNAVAILABLE",
                          "STATE_UNAVAILABLE")
        self.assertEqual(self.site_of_one.charged(), 0)
        self.assertNotIn(PASSWORD, server.err)

    def test_a_wrong_password(self):
        self.assert_unavailable(
            self.start(BACKLINKS_STATE_PASSWORD="not " + PASSWORD))

    def test_a_certificate_that_nobody_trusts(self):
        other, _ = make_certificate(pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory())))
        self.assert_unavailable(self.start(
            "--state_ca_file", str(other), BACKLINKS_STATE_PASSWORD=PASSWORD))


class Slow(BudgetCase):

    def test_by_half_a_second(self):
        redis = self.enterContext(Redis())
        slow = self.enterContext(SlowProxy(redis.port, 0.5))
        site = self.site({"one": {"budget": {"day": 150}}})
        server = site.start(slow.url, *CACHE)
        self.assert_ok(site.call(server, "one"))
        site.await_spent(server, "one", PRICE)
        wait_until("the page", lambda: server.metric(
            "backlinks_cache_stored_pages_total") == 1)
        self.assertIn("savedPrice", site.call(server, "one").summary)
        self.assert_over_budget(site.call(server, "one", rows=49), "day",
                                used=PRICE, limit=150)
        self.assertEqual(site.charged(), PRICE)

    def test_by_more_than_the_server_waits(self):
        redis = self.enterContext(Redis())
        slow = self.enterContext(SlowProxy(redis.port, 3))
        site = self.site({"one": {"budget": {"day": 150}}})
        server = site.start(slow.url, *CACHE)
        self.assert_error(site.call(server, "one"), "UNAVAILABLE",
                          "STATE_UNAVAILABLE")
        self.assertEqual(site.charged(), 0)


if __name__ == "__main__":
    unittest.main()
