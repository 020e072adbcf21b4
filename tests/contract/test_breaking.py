"""Changes that break callers of the last release are rejected."""

import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from fixtures import BUF
from page import ROOT

RELEASED = ROOT / "proto" / "released" / "backlinks.v1.binpb"
SERVICE = "backlinks/v1/backlinks_service.proto"
REFPAGE = "backlinks/v1/refpage.proto"


def without(pattern):
    return lambda text: re.sub(pattern, "", text, count=1, flags=re.S)


def replaced(old, new):
    return lambda text: text.replace(old, new, 1)


BREAKS = (
    ("a field removed", SERVICE, without(r"  string resume_token = 5;\n"),
     'field "5" with name "resume_token"'),
    ("a field renamed", SERVICE, replaced("int64 row_limit = 2;",
                                          "int64 rows = 2;"),
     'from "row_limit" to "rows"'),
    ("a field of another type", REFPAGE, replaced(
        "optional int64 ahrefs_rank = 3", "optional string ahrefs_rank = 3"),
     'changed type from "int64" to "string"'),
    ("an RPC removed", SERVICE, without(r"  rpc GetUsage.*?\n  }\n"),
     'RPC "GetUsage"'),
    ("an RPC no longer streamed", SERVICE, replaced(
        "returns (stream StreamRefpagesResponse)",
        "returns (StreamRefpagesResponse)"), "streaming"),
    ("a value removed", SERVICE, without(r"  // \w[^\n]*\n  END_REASON_PRICE"
                                         r" = 3;\n"), 'enum value "3" on enum "EndReason"'),
)


class Breaking(unittest.TestCase):

    def copy(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        return shutil.copytree(ROOT / "proto", pathlib.Path(folder, "proto"))

    def changed(self, path, change):
        """A copy of the protos with one file changed."""
        copy = self.copy()
        before = (copy / path).read_text(encoding="utf-8")
        after = change(before)
        self.assertNotEqual(before, after)
        (copy / path).write_text(after, encoding="utf-8")
        return copy

    def verdict(self, folder):
        return subprocess.run(
            [BUF, "breaking", "--path", "backlinks", "--against", RELEASED],
            cwd=folder, capture_output=True, text=True, check=False)

    def test_breaking_changes_are_rejected(self):
        for what, path, change, message in BREAKS:
            with self.subTest(what):
                run = self.verdict(self.changed(path, change))
                self.assertEqual(run.returncode, 100, run.stderr)
                self.assertIn(message, run.stdout)

    def test_a_removed_file_is_rejected(self):
        folder = self.copy()
        (folder / SERVICE).unlink()
        run = self.verdict(folder)
        self.assertEqual(run.returncode, 100, run.stderr)
        self.assertIn(SERVICE, run.stdout)

    def test_an_additional_field_is_accepted(self):
        run = self.verdict(self.changed(SERVICE, replaced(
            "message GetUsageRequest {",
            "message GetUsageRequest {\n  string more = 1000;")))
        self.assertEqual((run.returncode, run.stdout), (0, ""), run.stderr)
