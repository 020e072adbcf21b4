"""A stream whose server is killed again and again, read by the client library
that resumes by itself: each row once, in order.

BACKLINKS_KILL_SEED repeats a run; each prints its seed.
"""

import os
import random
import signal
import subprocess
import tempfile
import threading
import time
import unittest

from harness import (BIN, TIMEOUT, Server, Upstream, clean_environment,
                     per_dialect, wait_until)
from ports import free_port

TARGET = "org"  # 75,276 rows of the sample.
ROWS = 75_000
# The server is ahead of the client by what gRPC's windows hold, thousands of
# rows: after the last kill are many more, so that it meets a running stream.
LAST_KILL = 45_000
# Of an upstream that would otherwise have sent all rows before the last kill:
# 12,500 rows a second.
PAGE_ROWS = 100
PAGE_DELAY_MS = 8
ACTIVE = "backlinks_active_streams"
KEY = "what every one of these servers signs its tokens with"


class Reader:
    """resuming_reader, and the lines that it has printed so far."""

    def __init__(self, address):
        self.lines = []
        self._process = subprocess.Popen(
            [BIN / "resuming_reader", address, TARGET, str(ROWS)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env=clean_environment())
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self):
        for line in self._process.stdout:
            self.lines.append(line)

    def wait_for(self, rows):
        wait_until(f"row {rows}", lambda: len(self.lines) >= rows
                   or self._process.poll() is not None)

    def finish(self):
        """Exit code, and what it says at the end."""
        err = self._process.stderr.read()
        code = self._process.wait(TIMEOUT)
        self._thread.join(TIMEOUT)
        self._process.stdout.close()
        self._process.stderr.close()
        return code, err

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.kill()
            self.finish()


class Kill(unittest.TestCase):

    def setUp(self):
        self.key = self.enterContext(tempfile.NamedTemporaryFile("w"))
        self.key.write(KEY)
        self.key.flush()
        self.address = f"127.0.0.1:{free_port()}"
        self.upstream = self.enterContext(
            Upstream("--fault", f"delay_ms={PAGE_DELAY_MS}"))
        seed = os.environ.get("BACKLINKS_KILL_SEED") or time.time_ns()
        self.seed = int(seed)
        self.random = random.Random(self.seed)

    def start(self, page_rows):
        """Always at the same address: the client comes back to it."""
        return Server.on(self.upstream.url, "--listen", self.address,
                         "--token_key_file", self.key.name,
                         "--page_rows", str(page_rows), "--log_level", "off",
                         BACKLINKS_UPSTREAM_TOKEN="token")

    def read_uninterrupted(self, page_rows):
        with self.start(page_rows) as server, Reader(server.address) as reader:
            self.assertEqual(reader.finish(), (0, "0 resumes\n"))
        self.assertEqual(len(reader.lines), ROWS)
        return reader.lines

    def kill_while_running(self, server):
        """Whether the stream was under way when the server died."""
        wait_until("the stream", lambda: server.metric(ACTIVE) == 1)
        time.sleep(self.random.uniform(0, 0.02))
        hit = server.metric(ACTIVE) == 1
        server.stop(signal.SIGKILL)
        server.__exit__()
        self.assertEqual(server.process.returncode, -signal.SIGKILL)
        return hit

    def kill_again_and_again(self, page_rows, kills):
        start = time.monotonic()
        uninterrupted = self.read_uninterrupted(page_rows)
        moments = sorted(self.random.sample(range(1, LAST_KILL), kills))
        hits = 0
        server = self.start(page_rows)
        try:
            with Reader(server.address) as reader:
                for moment in moments:
                    reader.wait_for(moment)
                    hits += self.kill_while_running(server)
                    server = self.start(page_rows)
                code, err = reader.finish()
        finally:
            server.__exit__()
        print(f"\nseed {self.seed}: {hits} of {kills} kills hit the running "
              f"stream, pages of {page_rows} rows, {err.strip()}, "
              f"{time.monotonic() - start:.0f} s", flush=True)
        self.assertEqual(code, 0, err)
        self.assertEqual(len(reader.lines), ROWS)
        self.assertEqual(reader.lines, uninterrupted)
        self.assertEqual(hits, kills)
        self.assertGreaterEqual(int(err.split()[0]), kills)

    def test_a_stream_of_many_pages(self):
        self.kill_again_and_again(page_rows=PAGE_ROWS,
                                   kills=per_dialect(100, 20))

    def test_a_stream_of_one_page(self):
        """Without an order of its own: every row is checked again."""
        self.kill_again_and_again(page_rows=ROWS, kills=per_dialect(20, 4))


if __name__ == "__main__":
    unittest.main()
