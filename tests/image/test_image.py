"""The image as a cluster runs it: its root read-only, without capabilities,
as the user that it names, its own entry point and environment.

IMAGE is a folder with the image's files in root/ and its configuration in
image.json. The sandbox is bubblewrap: a container runtime needs control
groups, which a build machine may not give.
"""

import gzip
import hashlib
import json
import os
import pathlib
import re
import signal
import stat
import subprocess
import unittest

import harness
from ports import free_port

IMAGE = pathlib.Path(os.environ["IMAGE"])
ROOT = IMAGE / "root"
MAX_BYTES = 40 << 20
MAX_MEMORY_KIB = 40 << 10  # Of a server that has started, at its peak.
LABELS = ("title", "description", "version", "revision", "source", "licenses")
SBOM = "usr/share/sbom/backlinks.spdx.json"
# What the SBOM and the licenses are about, not a part of it.
OF_SBOM = ("usr/share/sbom/", "usr/share/doc/")


def config():
    image = json.loads((IMAGE / "image.json").read_text(encoding="utf-8"))
    return image["Docker"]["config"]


def sandboxed(*words, **environment):
    """What runs the image's entry point with these arguments."""
    the_config = config()
    user, group = the_config["User"].split(":")
    variables = dict(pair.split("=", 1) for pair in the_config["Env"])
    # The image listens on 0.0.0.0.
    variables["BACKLINKS_INSECURE_LISTEN"] = "true"
    variables.update(environment)
    settings = [word for name, value in variables.items()
                for word in ("--setenv", name, value)]
    return ["setpriv", "--reuid", user, "--regid", group, "--clear-groups",
            "--no-new-privs", "bwrap", "--unshare-user", "--uid", user,
            "--gid", group, "--unshare-ipc", "--unshare-uts", "--cap-drop",
            "ALL", "--ro-bind", ROOT, "/", "--proc", "/proc", "--dev", "/dev",
            "--tmpfs", "/tmp", "--clearenv", *settings, "--chdir", "/",
            *the_config["Entrypoint"], *words]


class Content(unittest.TestCase):

    def files(self):
        return [path for path in ROOT.rglob("*")
                if path.is_file() and not path.is_symlink()]

    def test_it_is_small(self):
        size = sum(path.stat().st_size for path in self.files())
        print(f"image: {size / (1 << 20):.1f} MiB in all, on no base")
        self.assertLess(size, MAX_BYTES)

    def test_there_is_one_program(self):
        programs = [path.relative_to(ROOT) for path in self.files()
                    if os.access(path, os.X_OK) and ".so" not in path.name]
        self.assertEqual(list(map(str, programs)), ["usr/bin/backlinks-server"])

    def test_nothing_gives_rights(self):
        for path in ROOT.rglob("*"):
            mode = path.lstat().st_mode
            with self.subTest(path=str(path.relative_to(ROOT))):
                self.assertFalse(mode & (stat.S_ISUID | stat.S_ISGID))
                if not path.is_symlink() and path != ROOT / "tmp":
                    self.assertFalse(mode & stat.S_IWOTH)

    def test_it_reports_its_version(self):
        labels = config()["Labels"]
        for name in LABELS:
            self.assertTrue(labels[f"org.opencontainers.image.{name}"], name)
        self.assertRegex(labels["org.opencontainers.image.revision"],
                         "^[0-9a-f]{40}$")
        self.assertRegex(labels["org.opencontainers.image.source"],
                         "^(https?://[^@]+|unknown)$")
        run = subprocess.run(sandboxed("--version"), check=True,
                             capture_output=True, text=True)
        self.assertEqual(labels["org.opencontainers.image.version"],
                         run.stdout.split()[-1])

    def test_it_is_not_root_and_checks_its_health(self):
        self.assertEqual(config()["User"], "65532:65532")
        self.assertEqual(config()["Healthcheck"]["Test"],
                         ["CMD", "/usr/bin/backlinks-server", "--healthcheck"])
        self.assertEqual(set(config()["ExposedPorts"]),
                         {"50051/tcp", "9464/tcp"})

    def test_it_knows_the_authorities(self):
        for path in ("etc/ssl/certs/ca-certificates.crt",
                     "usr/lib/ssl/cert.pem"):
            link = os.readlink(ROOT / path) if (ROOT / path).is_symlink() \
                else "/" + path
            self.assertIn("BEGIN CERTIFICATE",
                          (ROOT / link[1:]).read_text(encoding="utf-8"))


class Sbom(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.sbom = json.loads((ROOT / SBOM).read_text(encoding="utf-8"))
        cls.packages = {each["SPDXID"]: each for each in cls.sbom["packages"]}

    def related(self, kind):
        return [(each["spdxElementId"], each["relatedSpdxElement"])
                for each in self.sbom["relationships"]
                if each["relationshipType"] == kind]

    def test_it_has_every_file_of_the_image(self):
        files = {"./" + str(path.relative_to(ROOT)):
                 hashlib.sha256(path.read_bytes()).hexdigest()
                 for path in ROOT.rglob("*")
                 if path.is_file() and not path.is_symlink()
                 and not str(path.relative_to(ROOT)).startswith(OF_SBOM)}
        told = {each["fileName"]: sum["checksumValue"]
                for each in self.sbom["files"] for sum in each["checksums"]
                if sum["algorithm"] == "SHA256"}
        self.assertEqual(told, files)

    def test_every_library_is_of_a_package_of_debian(self):
        names = {each["SPDXID"]: each["fileName"]
                 for each in self.sbom["files"]}
        of = {names[file]: self.packages[package]["name"]
              for package, file in self.related("OTHER")}
        self.assertEqual(of["./usr/bin/backlinks-server"], "backlinks")
        libraries = {name for name in names.values() if ".so" in name}
        self.assertTrue(libraries)
        for name in libraries:
            with self.subTest(name):
                self.assertNotEqual(of[name], "backlinks")
        self.assertEqual(of["./etc/ssl/certs/ca-certificates.crt"],
                         "ca-certificates")

    def test_versions_are_those_of_the_libraries(self):
        """OpenSSL says its own."""
        library, = ROOT.glob("usr/lib/*/libcrypto.so.3")
        version = re.search(rb"OpenSSL (3\.\d+\.\d+)",
                            library.read_bytes()).group(1).decode()
        told, = [each["versionInfo"] for each in self.packages.values()
                 if each["name"] == "libssl3"]
        self.assertTrue(told.startswith(version + "-"), (told, version))

    def test_packages_can_be_looked_up(self):
        debian = [each for each in self.packages.values()
                  if each["name"] != "backlinks"]
        for each in debian:
            (reference,) = each["externalRefs"]
            self.assertRegex(reference["referenceLocator"],
                             r"^pkg:deb/debian/[\w.%-]+@[\w.%~-]+"
                             r"\?arch=\w+&distro=debian-12$")
        # Headers are compiled in.
        self.assertIn("libboost1.81-dev", {
            self.packages[one]["name"] for one, _ in
            self.related("BUILD_DEPENDENCY_OF")})

    def test_licenses_are_beside_it(self):
        packages = [self.packages[one]["name"]
                    for _, one in self.related("DEPENDS_ON")]
        self.assertIn("libssl3", packages)
        for name in packages:
            with self.subTest(name):
                file = ROOT / "usr/share/doc" / name / "copyright.gz"
                with gzip.open(file, "rt", encoding="utf-8") as text:
                    self.assertRegex(text.read(), "(?i)license|copyright")


class Running(unittest.TestCase):

    def setUp(self):
        self.address = f"127.0.0.1:{free_port()}"
        self.environment = {"BACKLINKS_LISTEN": self.address,
                            "BACKLINKS_ADMIN_LISTEN": "127.0.0.1:0"}
        self.process = subprocess.Popen(
            sandboxed(**self.environment), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(self.end)
        self.assertIn(self.address, self.process.stdout.readline())

    @property
    def server(self):
        """The process in the sandbox; the one outside waits for it."""
        children = pathlib.Path(
            f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        [pid] = children.read_text(encoding="ascii").split()
        return int(pid)

    def end(self):
        if self.process.poll() is None:
            os.kill(self.server, signal.SIGKILL)
            self.process.wait()
        self.process.stdout.close()

    def healthcheck(self):
        return subprocess.run(
            sandboxed("--healthcheck", **self.environment), check=False,
            capture_output=True, text=True, timeout=harness.TIMEOUT)

    def test_it_runs_as_nobody_in_particular(self):
        status = pathlib.Path(f"/proc/{self.server}/status").read_text(
            encoding="ascii")
        fields = dict(line.split(":\t", 1) for line in status.splitlines())
        self.assertEqual(set(fields["Uid"].split()), {"65532"})
        for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
            self.assertEqual(int(fields[name], 16), 0, name)
        self.assertEqual(fields["NoNewPrivs"].strip(), "1")

    def test_it_starts_in_little_memory(self):
        status = pathlib.Path(f"/proc/{self.server}/status").read_text(
            encoding="ascii")
        peak = int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1))
        print(f"image: {peak / 1024:.1f} MiB of memory to start with")
        self.assertLess(peak, MAX_MEMORY_KIB)

    def test_it_serves_and_drains(self):
        healthy = self.healthcheck()
        self.assertEqual((healthy.returncode, healthy.stderr), (0, ""))
        answer = subprocess.run(
            [harness.GRPCURL, "-plaintext", "-d",
             json.dumps({"query": harness.query(), "rowLimit": 3}),
             self.address, harness.STREAM], check=True, capture_output=True,
            text=True, timeout=harness.TIMEOUT)
        rows = [row for message in harness.json_messages(answer.stdout)
                for row in message.get("refpages", ())]
        self.assertEqual(len(rows), 3)
        os.kill(self.server, signal.SIGTERM)
        self.assertEqual(self.process.wait(harness.TIMEOUT), 0)
        gone = self.healthcheck()
        self.assertEqual(gone.returncode, 1)
        self.assertIn(f"{self.address} does not answer", gone.stderr)

    def test_a_wrong_flag_is_reported(self):
        run = subprocess.run(sandboxed("--no_such_flag"), check=False,
                             capture_output=True, text=True,
                             timeout=harness.TIMEOUT)
        self.assertEqual(run.returncode, 2)
        self.assertIn("--no_such_flag", run.stderr)


if __name__ == "__main__":
    unittest.main()
