"""What `cmake --install` installs, used from outside the tree.

BACKLINKS_BIN names the folder of the programs of the build that is installed.
"""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

BUILD = pathlib.Path(os.environ["BACKLINKS_BIN"]).resolve().parent
HEADERS = pathlib.Path(__file__).parent / "headers"
TIMEOUT = 600  # Seconds to compile the headers.


def run(*words):
    """A finished process with its output, both streams in one."""
    return subprocess.run(
        [str(word) for word in words], check=False, timeout=TIMEOUT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


class Case(unittest.TestCase):

    def succeed(self, *words):
        done = run(*words)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def install(self, component):
        """The folder with this component alone."""
        folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory())).resolve()
        self.succeed("cmake", "--install", BUILD, "--component", component,
                     "--prefix", folder)
        return folder

    def configure(self, folder, *options):
        """Configures the project of all headers, with what is in `folder`."""
        return run("cmake", "-G", "Ninja", "-S", HEADERS, "-B",
                   folder / "build", f"-DCMAKE_PREFIX_PATH={folder}", *options)


def files_in(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*")
            if path.is_file()}


class Client(Case):

    def setUp(self):
        self.folder = self.install("client")

    def test_files(self):
        files = files_in(self.folder)
        self.assertLessEqual({
            "include/backlinks/client.h",
            "include/backlinks/error_details.h",
            "include/backlinks/refpage_stream.h",
            "include/backlinks/resume_options.h",
            "include/backlinks/v1/backlinks_service.grpc.pb.h",
            "include/backlinks/v1/error_reason.pb.h",
            "lib/libbacklinks_client.a",
            "share/backlinks/proto/backlinks/v1/backlinks_service.proto",
            "share/backlinks/proto/backlinks/v1/error_reason.proto"}, files)
        self.assertEqual({path for path in files if not path.startswith((
            "include/backlinks/", "lib/cmake/backlinks/",
            "share/backlinks/proto/"))}, {"lib/libbacklinks_client.a"})

    def test_headers_compile_alone(self):
        done = self.configure(self.folder)
        self.assertEqual(done.returncode, 0, done.stdout)
        compiled = set(re.findall("header (.*)", done.stdout))
        self.assertEqual(
            len(compiled),
            len([path for path in files_in(self.folder)
                 if path.startswith("include/") and path.endswith(".h")]))
        self.succeed("cmake", "--build", self.folder / "build")
        self.succeed(self.folder / "build" / "headers")

    def test_nothing_of_this_tree_is_named(self):
        for path in sorted(files_in(self.folder)):
            if path.endswith((".h", ".cmake")):
                text = (self.folder / path).read_text(encoding="utf-8")
                with self.subTest(path):
                    self.assertNotIn("service/", re.sub("//.*", "", text))
                    self.assertNotIn("client/cpp", text)
                    self.assertNotIn(str(BUILD.parents[1]), text)

    def test_version(self):
        done = self.configure(self.folder, "-DBACKLINKS_VERSION=9.0")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn('compatible with requested version "9.0"',
                      " ".join(done.stdout.split()))

    def test_protos_are_complete(self):
        protos = self.folder / "share" / "backlinks" / "proto"
        self.succeed("protoc", "-I", protos, "--descriptor_set_out=/dev/null",
                     *sorted((protos / "backlinks" / "v1").glob("*.proto")))


class OtherComponents(Case):

    def test_server(self):
        folder = self.install("server")
        self.assertEqual(files_in(folder), {
            "bin/backlinks-server", "bin/backlinks-upstream",
            "share/backlinks/refpages.sqlite"})
        self.succeed(folder / "bin" / "backlinks-server", "--version")

    def test_command_line_client(self):
        folder = self.install("cli")
        self.assertEqual(files_in(folder), {
            "bin/backlinks", "share/man/man1/backlinks.1",
            "share/bash-completion/completions/backlinks",
            "share/zsh/vendor-completions/_backlinks",
            "share/fish/vendor_completions.d/backlinks.fish"})
        self.assertIn("stream", self.succeed(folder / "bin" / "backlinks",
                                             "--help"))


if __name__ == "__main__":
    unittest.main()
