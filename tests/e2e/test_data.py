"""The rows of the embedded upstream: how they are unpacked at the start."""

import os
import resource
import signal
import subprocess
import tempfile
import unittest

from harness import BIN, TIMEOUT, SAMPLE, Server, clean_environment, query


class Packed(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.packed = os.path.join(cls.folder, "refpages.sqlite.zst")
        subprocess.run(["zstd", "-1", "-q", "-o", cls.packed, SAMPLE],
                       check=True, timeout=TIMEOUT)

    def setUp(self):
        self.temporary = self.enterContext(tempfile.TemporaryDirectory())

    def assert_fails(self, word, **options):
        """The server ends with one line that names its temporary folder."""
        run = subprocess.run(
            [BIN / "backlinks-server", "--listen", "127.0.0.1:0",
             "--admin_listen", "127.0.0.1:0", "--embedded_data", self.packed],
            capture_output=True, text=True, check=False, timeout=TIMEOUT,
            stdin=subprocess.DEVNULL, cwd=self.temporary, **options)
        self.assertEqual((run.returncode, run.stdout), (2, ""), run.stderr)
        self.assertEqual(len(run.stderr.splitlines()), 1, run.stderr)
        self.assertIn(word, run.stderr)
        self.assertEqual(os.listdir(self.temporary), [])

    def test_a_killed_server_leaves_nothing(self):
        with Server("--embedded_data", self.packed,
                    TMPDIR=self.temporary) as server:
            answer = server.stream(query("en.wikipedia.org"), rowLimit=5)
            self.assertEqual(len(answer.rows), 5)
            self.assertEqual(os.listdir(self.temporary), [])
            self.assertEqual(server.stop(signal.SIGKILL), -signal.SIGKILL)
        self.assertEqual(os.listdir(self.temporary), [])

    def test_tmpdir_does_not_exist(self):
        nowhere = os.path.join(self.temporary, "nowhere")
        self.assert_fails(f"{nowhere} (TMPDIR): No such file",
                          env=clean_environment(TMPDIR=nowhere))

    def test_tmpdir_is_full(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
        self.assert_fails(f"{self.temporary} (TMPDIR): File too large",
                          env=clean_environment(TMPDIR=self.temporary),
                          restore_signals=False, preexec_fn=limit)


if __name__ == "__main__":
    unittest.main()
