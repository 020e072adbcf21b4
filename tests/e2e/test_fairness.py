"""Callers that share the rate of the upstream. Nobody waits for a permit: the
server rejects a call whose deadline is before its permit, and tells how long
it would have waited."""

import json
import pathlib
import re
import subprocess
import tempfile
import unittest

from harness import (NO_CACHE, STREAM, TIMEOUT, ScriptedUpstream, Server, always,
                     backlinks, http_answer, per_dialect, query, wait_until)

REQUEST = {"query": query(), "rowLimit": 1}
WAITING = 5
EMPTY = http_answer(json.dumps({per_dialect("refpages", "backlinks"): []}))


def new_key(name):
    """A key, and the hash of it for the callers' file."""
    run = backlinks("keys", "new", "--name", name)
    return run.stdout.strip(), re.search(r"sha256:[0-9a-f]+",
                                         run.stderr).group()


class Fairness(unittest.TestCase):

    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.keys = {}
        callers = []
        for name in ("many", "one"):
            self.keys[name], digest = new_key(name)
            callers.append({"name": name, "keys": [digest]})
        file = pathlib.Path(folder, "callers.yaml")
        # JSON is YAML.
        file.write_text(json.dumps({"callers": callers}))
        upstream = self.enterContext(ScriptedUpstream(always(EMPTY)))
        self.server = self.enterContext(self.start(upstream.url, str(file)))

    @staticmethod
    def start(url, callers_file):
        return Server(
            "--upstream", per_dialect("ahrefs_v2", "ahrefs_v3"),
            "--upstream_url", url + per_dialect("", "v3/"),
            "--upstream_requests_per_minute", "1", *NO_CACHE,
            "--callers_file", callers_file, BACKLINKS_UPSTREAM_TOKEN="key")

    def flags(self, caller):
        return ["-H", f"authorization: Bearer {self.keys[caller]}"]

    def wait_of(self, caller):
        """The seconds that a call of this caller would wait."""
        answer = self.server.call(STREAM, REQUEST, *self.flags(caller),
                                  "-max-time", "15")
        self.assertEqual(answer.reason, "UPSTREAM_RATE", answer.err)
        delay = answer.detail("RetryInfo")["retryDelay"]
        return float(delay.removesuffix("s"))

    def test_one_page_is_not_after_all_pages_of_another_caller(self):
        first = self.server.call(STREAM, REQUEST, *self.flags("many"))
        self.assertEqual(first.code, 0, first.err)
        waiting = [subprocess.Popen(
            self.server.command(STREAM, REQUEST, self.flags("many")),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for _ in range(WAITING)]
        try:
            # One permit a minute: at least three of them wait.
            wait_until("the callers to wait", lambda: (
                self.wait_of("many") - self.wait_of("one") > 90))
            # After one permit at most of the other caller.
            self.assertLessEqual(self.wait_of("one"), 120)
        finally:
            for call in waiting:
                call.terminate()
                call.wait(TIMEOUT)


if __name__ == "__main__":
    unittest.main()
