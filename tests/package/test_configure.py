"""Which packages a configuration needs, and what it reports of a missing one.

GOOGLEAPIS is the folder that holds google/rpc/*.proto.
"""

import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIMEOUT = 300  # Seconds.

# How packages are hidden from CMake.
OF_THE_CLIENT = {"libncurses-dev": "-DCMAKE_DISABLE_FIND_PACKAGE_Curses=ON"}
OF_THE_SERVER = {"libsimdjson-dev":
                 "-DCMAKE_DISABLE_FIND_PACKAGE_simdjson=ON",
                 "flatbuffers-compiler": "-DFLATC=",
                 "libflatbuffers-dev": "-DFLATBUFFERS_INCLUDE_DIR="}


class Configure(unittest.TestCase):

    def configure(self, *options):
        self.folder = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory()))
        return subprocess.run(
            ["cmake", "-G", "Ninja", "-S", ROOT, "-B", self.folder,
             f"-DBACKLINKS_GOOGLEAPIS_DIR={os.environ['GOOGLEAPIS']}",
             *options],
            check=False, timeout=TIMEOUT, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)

    def assert_missing(self, package, *options):
        done = self.configure(*options)
        self.assertNotEqual(done.returncode, 0)
        output = " ".join(done.stdout.split())
        self.assertIn(f"install the package {package} of Debian 12", output)
        return output

    def test_without_the_command_line_client(self):
        done = self.configure("-DBACKLINKS_CLI=OFF",
                              *OF_THE_CLIENT.values())
        self.assertEqual(done.returncode, 0, done.stdout)
        targets = subprocess.run(
            ["cmake", "--build", self.folder, "--target", "help"], check=True,
            timeout=TIMEOUT, text=True, stdout=subprocess.PIPE).stdout
        self.assertIn("backlinks-server: ", targets)
        self.assertIn("backlinks_client_package: ", targets)
        for target in ("backlinks_cli", "backlinks_output", "client_test"):
            self.assertNotIn(target + ": ", targets)
        # Nothing even looks for them.
        cache = (self.folder / "CMakeCache.txt").read_text(encoding="utf-8")
        self.assertNotIn("CURSES_LIBRARY", cache)

    def test_packages_of_the_command_line_client(self):
        for package, hidden in OF_THE_CLIENT.items():
            with self.subTest(package):
                self.assertIn("-DBACKLINKS_CLI=OFF",
                              self.assert_missing(package, hidden))

    def test_packages_of_the_server(self):
        for package, hidden in OF_THE_SERVER.items():
            with self.subTest(package):
                output = self.assert_missing(package, "-DBACKLINKS_CLI=OFF",
                                             hidden)
                self.assertNotIn("Only the command line client", output)


if __name__ == "__main__":
    unittest.main()
