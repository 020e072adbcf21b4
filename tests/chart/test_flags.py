"""Every flag of the server is a value, under its own name."""

import json
import pathlib
import re
import subprocess
import tempfile
import unittest

import chart
import server_flags

SCHEMA = json.loads((chart.CHART / "values.schema.json").read_text())
# What Kubernetes wants otherwise than a terminal: addresses that are reached
# from outside the pod, and time for the endpoints to follow.
OWN_DEFAULTS = {"listen": "0.0.0.0:50051", "admin_listen": "0.0.0.0:9464",
                "drain_delay": "5s", "drain_grace": "30s",
                "upstream": "embedded"}


class Flags(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.flags = server_flags.flags()
        cls.config = chart.chart_values()["config"]
        cls.schema = SCHEMA["properties"]["config"]["properties"]

    def test_values_have_every_flag_and_no_other(self):
        self.assertEqual(sorted(self.config), sorted(self.flags))

    def test_schema_has_every_flag_and_no_other(self):
        self.assertEqual(sorted(self.schema), sorted(self.flags))

    def test_defaults_are_those_of_the_server_or_of_kubernetes(self):
        for name in self.flags:
            with self.subTest(flag=name):
                self.assertEqual(self.config[name], OWN_DEFAULTS.get(name))

    def test_the_drain_has_the_duration_of_the_server(self):
        """Of flags that are left to the server."""
        pod = chart.pod_of(chart.render(
            config={"drain_delay": None, "drain_grace": None}))
        seconds = [int(self.flags[name]["default"].rstrip("s"))
                   for name in ("drain_delay", "drain_grace")]
        self.assertEqual(pod["terminationGracePeriodSeconds"],
                         sum(seconds) + 15)

    def test_everything_gives_every_flag_to_the_server(self):
        (values,) = [each for each in chart.CI_VALUES
                     if each.name == "everything-values.yaml"]
        objects = chart.objects_of(chart.rendered(chart.HELMS[0], values))
        (deployment,) = [each for each in objects
                         if each["kind"] == "Deployment"]
        args = deployment["spec"]["template"]["spec"]["containers"][0]["args"]
        self.assertEqual(
            sorted(re.match(r"--(\w+)=", arg).group(1) for arg in args),
            sorted(self.flags))


class Rendered(unittest.TestCase):
    """The server takes what the chart gives it."""

    def local(self, arg, folder):
        """The argument, with addresses and files of this machine."""
        name, _, value = arg.partition("=")
        if name in ("--listen", "--admin_listen"):
            return name + "=127.0.0.1:0"
        if name == "--embedded_data":
            return name + "=" + str(
                server_flags.SERVER.parents[1] / "share" / "backlinks"
                / "refpages.sqlite")
        if value.startswith("/"):
            file = pathlib.Path(folder) / name.strip("-")
            if name.startswith("--tls_") and name != "--tls_client_ca_file":
                return f"{name}={self.pair(folder)}"
            if name.endswith("_ca_file"):
                file.write_text(self.certificate(folder))
            elif name == "--callers_file":
                file.write_text("callers: []\n")
            elif name.endswith(("_token_file", "_key_file", "_password_file")):
                file.write_text("a-secret-of-some-length")
            else:
                file.touch()
            return f"{name}={file}"
        return arg

    def pair(self, folder):
        """One file that has a certificate and its key."""
        file = pathlib.Path(folder) / "pair"
        if not file.exists():
            file.write_text(self.certificate(folder) + (
                pathlib.Path(folder) / "key").read_text())
        return file

    @staticmethod
    def certificate(folder):
        return chart.run(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=ahrefs",
            "-keyout", pathlib.Path(folder) / "key").stdout

    def test_the_server_starts_with_the_arguments_of_every_ci_values(self):
        for values in chart.CI_VALUES:
            objects = chart.objects_of(chart.rendered(chart.HELMS[0], values))
            (deployment,) = [each for each in objects
                             if each["kind"] == "Deployment"]
            pod = deployment["spec"]["template"]["spec"]
            with self.subTest(values=values.name), \
                    tempfile.TemporaryDirectory() as folder:
                args = [self.local(arg, folder)
                        for arg in pod["containers"][0]["args"]]
                self.assert_starts(args)

    def assert_starts(self, args):
        with subprocess.Popen(
                [server_flags.SERVER, *args], stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                text=True) as process:
            ready = process.stdout.readline()
            process.kill()
            self.assertIn("backlinks-server: grpc ", ready,
                          process.stderr.read())


if __name__ == "__main__":
    unittest.main()
