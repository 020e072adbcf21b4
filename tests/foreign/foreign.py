"""An embedded upstream, the clients that others wrote, and the sample's rows as
this suite reads them itself.

FOREIGN_CLIENTS names the folder that the clients are installed in.
"""

import functools
import json
import lzma
import os
import pathlib
import subprocess
import sys
import unittest
import urllib.parse
import urllib.request

from harness import TIMEOUT, Upstream, clean_environment

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CLIENTS = pathlib.Path(os.environ["FOREIGN_CLIENTS"])
SAMPLE = ROOT / "service" / "embedded" / "sample" / "refpages.jsonl.xz"


@functools.cache
def sample():
    with lzma.open(SAMPLE, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def host(url):
    return urllib.parse.urlsplit(url).hostname


def links(row):
    return row["url_from"], row["url_to"]


def run(command, calls, **environment):
    """The answers of a client's program to a list of calls."""
    done = subprocess.run(
        command, input=json.dumps(calls), capture_output=True, text=True,
        check=False, timeout=TIMEOUT, cwd=HERE,
        env=clean_environment(**environment))
    if done.returncode:
        raise AssertionError(f"{command[0]}: {done.stderr}")
    return json.loads(done.stdout)


class ForeignCase(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.upstream = cls.enterClassContext(Upstream())

    def get(self, path, **parameters):
        """The response to a request without any client, and its document."""
        url = f"{self.upstream.url}{path}?{urllib.parse.urlencode(parameters)}"
        request = urllib.request.Request(
            url, headers={"Authorization": "Bearer key"})
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
            return response, json.load(response)

    def adobe(self, *calls):
        node = next(CLIENTS.glob("node_modules/node-linux-*/bin/node"))
        client = (CLIENTS / "node_modules" / "@adobe" /
                  "spacecat-shared-ahrefs-client" / "src" / "index.js")
        return run([node, "adobe.mjs", client, self.upstream.url], calls)

    def mcparmory(self, *calls):
        return run([sys.executable, "mcparmory.py"], calls,
                   BASE_URL=self.upstream.url.rstrip("/"), BEARER_TOKEN="key",
                   PYTHONPATH=str(CLIENTS / "python"))
