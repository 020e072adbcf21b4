"""A server and its shared state: there, away and back."""

import contextlib
import pathlib
import subprocess
import tempfile
import unittest

from harness import BIN, TIMEOUT, Server, clean_environment, wait_until
from ports import free_port

PASSWORD = "hunter2"
AVAILABLE = "backlinks_state_available"


@contextlib.contextmanager
def redis_server(port):
    with tempfile.TemporaryDirectory() as folder, subprocess.Popen(
            ["redis-server", "--port", str(port), "--bind", "127.0.0.1",
             "--requirepass", PASSWORD, "--save", "", "--dir", folder],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


class Redis(unittest.TestCase):

    def test_a_server_that_is_away_and_comes_back(self):
        port = free_port()
        with tempfile.TemporaryDirectory() as folder:
            log = pathlib.Path(folder) / "log"
            with Server("--state", f"redis://127.0.0.1:{port}/3",
                        "--log_file", str(log),
                        BACKLINKS_STATE_PASSWORD=PASSWORD) as server:
                wait_until("a check", lambda: server.metric(AVAILABLE) == 0)
                status, body = server.get("/readyz")
                self.assertEqual(status, 200)
                self.assertRegex(
                    body, r"\Aok\nstate: unavailable since .*Z: Redis at "
                    rf"127\.0\.0\.1:{port}: .+\n\Z")
                self.assertEqual(server.get("/livez"), (200, "ok\n"))
                self.assertEqual(server.stream(rowLimit=1).code, 0)
                with redis_server(port):
                    wait_until("Redis",
                               lambda: server.metric(AVAILABLE) == 1)
                    self.assertEqual(server.get("/readyz"), (200, "ok\n"))
            text = log.read_text()
        self.assertEqual(text.count("the shared state is not available"), 1)
        self.assertEqual(text.count("the shared state is available again"), 1)
        self.assertIn(f'"state":"redis://***@127.0.0.1:{port}/3"', text)
        self.assertNotIn(PASSWORD, text)


class Sqlite(unittest.TestCase):

    def test_the_file_is_made(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "state"
            with Server("--state", f"sqlite:{file}") as server:
                wait_until("a check", lambda: server.metric(
                    'backlinks_state_checks_total{result="success"}') > 0)
            self.assertTrue(file.exists())

    def test_a_file_that_cannot_be_opened_ends_the_start(self):
        run = subprocess.run(
            [BIN / "backlinks-server", "--state", "sqlite:/nonexistent/state"],
            capture_output=True, text=True, check=False, timeout=TIMEOUT,
            stdin=subprocess.DEVNULL, env=clean_environment())
        self.assertEqual(run.returncode, 2)
        self.assertRegex(run.stderr, r"\Abacklinks-server: /nonexistent/state: "
                         r".+ \(--state\)\n\Z")


if __name__ == "__main__":
    unittest.main()
