"""A real Prometheus on the loopback, and what it says of a server."""

import contextlib
import json
import pathlib
import subprocess
import tempfile
import urllib.parse
import urllib.request

from harness import TIMEOUT, wait_until
from ports import free_port

# Short enough for a test; Prometheus' own defaults are a minute.
CONFIG = """
global: {{scrape_interval: 200ms, scrape_timeout: 200ms,
          evaluation_interval: 200ms}}
rule_files: ["{rules}"]
scrape_configs:
  - job_name: backlinks
    static_configs: [{{targets: ["{target}"]}}]
"""


class Prometheus(contextlib.AbstractContextManager):
    """Scrapes the admin port of a server and evaluates a file of rules."""

    def __init__(self, target, rules):
        self._stack = contextlib.ExitStack()
        folder = pathlib.Path(
            self._stack.enter_context(tempfile.TemporaryDirectory()))
        config = folder / "prometheus.yml"
        config.write_text(CONFIG.format(target=target, rules=rules))
        self._log = self._stack.enter_context((folder / "log").open("w+"))
        self._url = f"http://127.0.0.1:{free_port()}"
        self._process = subprocess.Popen(
            ["prometheus", f"--config.file={config}",
             f"--storage.tsdb.path={folder / 'data'}",
             f"--web.listen-address={self._url.removeprefix('http://')}"],
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log)
        self._stack.callback(self._stop)
        try:
            wait_until("Prometheus", self._is_ready)
        except BaseException:
            self._stack.close()
            raise

    def _stop(self):
        self._process.terminate()
        self._process.wait(TIMEOUT)

    def _is_ready(self):
        if self._process.poll() is not None:
            self._log.seek(0)
            raise AssertionError(f"it ended: {self._log.read()}")
        try:
            with urllib.request.urlopen(self._url + "/-/ready",
                                        timeout=TIMEOUT):
                return True
        except OSError:
            return False

    def get(self, path, **parameters):
        """The data of an answer of its HTTP API."""
        query = urllib.parse.urlencode(parameters)
        with urllib.request.urlopen(f"{self._url}/api/v1/{path}?{query}",
                                    timeout=TIMEOUT) as answer:
            return json.load(answer)["data"]

    def value(self, expression):
        """Of an expression that has one value; None: it has none yet."""
        result = self.get("query", query=expression)["result"]
        return float(result[0]["value"][1]) if len(result) == 1 else None

    def alert_state(self, name):
        """ "inactive", "pending" or "firing"."""
        for group in self.get("rules")["groups"]:
            for rule in group["rules"]:
                if rule["name"] == name:
                    return rule["state"]
        raise AssertionError(f"no rule {name}")

    def __exit__(self, *_):
        self._stack.close()
