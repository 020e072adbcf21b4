"""The committed descriptor set, and the protocols that are not ours."""

import pathlib
import subprocess
import tempfile
import unittest

from fixtures import GOOGLEAPIS
import harness
from page import ROOT

DESCRIPTOR_SET = ROOT / "proto" / "backlinks.v1.binpb"


def compiled(folder, *names):
    """The bytes of these files' descriptors, without comments."""
    with tempfile.TemporaryDirectory() as scratch:
        out = pathlib.Path(scratch, "set")
        subprocess.run(["protoc", "-I", folder, f"--descriptor_set_out={out}",
                        *names], check=True)
        return out.read_bytes()


class DescriptorSet(harness.TestCase):

    def test_matches_reflection(self):
        for name in (harness.SERVICE, "backlinks.v1.Refpage",
                     "backlinks.v1.Filter", "google.api.http"):
            with self.subTest(name):
                by_file = subprocess.run(
                    [harness.GRPCURL, "-protoset", DESCRIPTOR_SET, "describe",
                     name], capture_output=True, text=True, check=True).stdout
                self.assertIn("//", by_file)
                self.assertEqual(by_file,
                                 self.server.grpcurl("describe", name))

    def test_is_enough_to_call(self):
        answer = self.server.stream(
            None, "-use-reflection=false", "-protoset", str(DESCRIPTOR_SET),
            rowLimit=3)
        self.assertEqual((answer.code, len(answer.rows)), (0, 3), answer.err)


class ThirdParty(unittest.TestCase):

    def test_annotations_are_googles(self):
        for name in ("google/api/http.proto", "google/api/annotations.proto"):
            with self.subTest(name):
                self.assertEqual(compiled(ROOT / "proto/third_party", name),
                                 compiled(GOOGLEAPIS, name))
