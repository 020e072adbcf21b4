"""Two servers that are replaced one after the other while clients read."""

import contextlib
import tempfile
import threading

from harness import Server, Upstream
from ports import free_ports

KEY = "the key with which all of these servers sign their tokens"
TARGET = "github.com"  # 5,668 rows of the sample.
PAGE_ROWS = "200"
MAX_RESTARTS = 8


class Rollout(contextlib.AbstractContextManager):
    """Servers with one token key over one upstream that takes its time."""

    def __init__(self, *flags):
        self._flags = flags
        self._stack = contextlib.ExitStack()
        key = self._stack.enter_context(tempfile.NamedTemporaryFile("w"))
        key.write(KEY)
        key.flush()
        self._key = key.name
        self._upstream = self._stack.enter_context(
            Upstream("--fault", "delay_ms=50"))
        self._addresses = [f"127.0.0.1:{port}" for port in free_ports(2)]
        self.servers = [self._start(address) for address in self._addresses]
        self.restarts, self.cut_streams = 0, 0

    @property
    def target(self):
        """Both servers as one target of gRPC."""
        return "ipv4:" + ",".join(self._addresses)

    def _start(self, address):
        return Server.on(
            self._upstream.url, "--listen", address, "--token_key_file",
            self._key, "--page_rows", PAGE_ROWS, "--log_level", "info",
            *self._flags, BACKLINKS_UPSTREAM_TOKEN="key")

    def restart_one(self):
        """Drains a server, and starts the next one at its address."""
        at = self.restarts % len(self.servers)
        server = self.servers[at]
        server.stop()
        self.cut_streams += sum(line.get("reason") == "DRAINING"
                                for line in server.log)
        server.__exit__()
        self.servers[at] = self._start(self._addresses[at])
        self.restarts += 1

    def restart_while(self, readers):
        """What the readers return, which run meanwhile, each in a thread."""
        results = [None] * len(readers)

        def run(number):
            results[number] = readers[number]()
        threads = [threading.Thread(target=run, args=(number,))
                   for number in range(len(readers))]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            if self.restarts < MAX_RESTARTS:
                self.restart_one()
            # The clients find the new server before the other one is gone.
            threads[0].join(0.3)
        for thread in threads:
            thread.join()
        return results

    def __exit__(self, *_):
        for server in self.servers:
            server.__exit__()
        self._stack.close()
