"""TLS, callers and the refusal to be open by mistake, as pods get them."""

import base64
import unittest

import chart

SECRETS = "/etc/backlinks/secrets/"
FROM_SECRET = {"enabled": True, "existingSecret": "certificate"}
BY_CERT_MANAGER = {"enabled": True, "certManager": {
    "enabled": True, "issuerRef": {"name": "internal"}}}
TLS_KINDS = (FROM_SECRET, BY_CERT_MANAGER)
CALLERS = "# Of seo.\ncallers:\n  - name: seo\n    keys: [sha256:0a]\n"
PLAIN = "--insecure_listen=true"


def args_of(**values):
    return chart.server_of(chart.render(**values))["args"]


def sources_of(pod):
    """Of the mounted files: file by file the kind, name and key."""
    (volume,) = [each for each in pod["volumes"] if each["name"] == "secrets"]
    found = {}
    for source in volume["projected"]["sources"]:
        ((kind, what),) = source.items()
        (item,) = what["items"]
        found[item["path"]] = (kind, what["name"], item["key"])
    return found


class Certificate(unittest.TestCase):

    def test_files_and_flags(self):
        for tls, secret in zip(TLS_KINDS, ("certificate", "backlinks-tls")):
            objects = chart.render(tls=tls)
            args = chart.server_of(objects)["args"]
            for flag in ("tls_cert_file", "tls_key_file"):
                self.assertIn(f"--{flag}={SECRETS}{flag}", args)
            self.assertEqual(sources_of(chart.pod_of(objects)), {
                "tls_cert_file": ("secret", secret, "tls.crt"),
                "tls_key_file": ("secret", secret, "tls.key")})

    def certificate(self, **values):
        return chart.render(tls={"enabled": True, "certManager": {
            **BY_CERT_MANAGER["certManager"], **values}})[
                "Certificate", "backlinks"]["spec"]

    def test_cert_manager_makes_the_secret_that_is_mounted(self):
        spec = self.certificate()
        self.assertEqual(spec["secretName"], "backlinks-tls")
        self.assertEqual(spec["issuerRef"], {
            "name": "internal", "kind": "Issuer", "group": "cert-manager.io"})

    def test_it_has_the_names_of_both_services(self):
        names = self.certificate()["dnsNames"]
        for service in ("backlinks", "backlinks-headless"):
            for rest in ("", ".default", ".default.svc",
                         ".default.svc.cluster.local"):
                self.assertIn(service + rest, names)
        self.assertEqual(self.certificate(dnsNames=["a.example"])["dnsNames"],
                         ["a.example"])

    def test_no_object_of_cert_manager_unless_it_is_wanted(self):
        for tls in ({}, FROM_SECRET):
            self.assertNotIn(("Certificate", "backlinks"),
                             chart.render(tls=tls))


class ClientCertificates(unittest.TestCase):

    def test_the_certificates_that_verify_them(self):
        for given, source in (
                ({"existingSecret": "clients"}, ("secret", "clients", "ca.crt")),
                ({"existingConfigMap": "bundle", "key": "all.pem"},
                 ("configMap", "bundle", "all.pem"))):
            objects = chart.render(tls={**FROM_SECRET, "clientCa": given})
            self.assertEqual(
                sources_of(chart.pod_of(objects))["tls_client_ca_file"], source)
            self.assertIn(f"--tls_client_ca_file={SECRETS}tls_client_ca_file",
                          chart.server_of(objects)["args"])

    def test_required_ones_are_shown_by_the_health_check(self):
        for required in (True, "true"):
            objects = chart.render(
                tls={**BY_CERT_MANAGER, "clientCa": {"existingSecret": "ca"}},
                config={"tls_require_client_cert": required})
            self.assertIn("--tls_require_client_cert=true",
                          chart.server_of(objects)["args"])
            self.assertIn("client auth", objects["Certificate", "backlinks"][
                "spec"]["usages"])
            pod = objects["Pod", "backlinks-test"]["spec"]
            self.assertLessEqual(
                {"--tls_require_client_cert=true",
                 f"--tls_cert_file={SECRETS}tls_cert_file",
                 f"--tls_key_file={SECRETS}tls_key_file"},
                set(pod["containers"][0]["args"]))
            self.assertEqual(pod["volumes"][0]["secret"]["secretName"],
                             "backlinks-tls")

    def test_otherwise_the_health_check_needs_no_file(self):
        for tls, extra in ((FROM_SECRET, 1), ({}, 0)):
            pod = chart.render(tls=tls)["Pod", "backlinks-test"]["spec"]
            self.assertNotIn("volumes", pod)
            self.assertEqual(len(pod["containers"][0]["args"]), 2 + extra)


class Callers(unittest.TestCase):

    def test_of_a_secret_that_is_there(self):
        objects = chart.render(
            tls=FROM_SECRET, callers={"existingSecret": "who",
                                      "existingSecretKey": "file"})
        self.assertEqual(sources_of(chart.pod_of(objects))["callers_file"],
                         ("secret", "who", "file"))
        self.assertNotIn(("Secret", "backlinks-callers"), objects)

    def test_of_the_values(self):
        objects = chart.render(tls=FROM_SECRET, callers={"file": CALLERS})
        self.assertEqual(sources_of(chart.pod_of(objects))["callers_file"],
                         ("secret", "backlinks-callers", "callers.yaml"))
        (text,) = objects["Secret", "backlinks-callers"]["data"].values()
        self.assertEqual(base64.b64decode(text).decode(), CALLERS)
        self.assertIn(f"--callers_file={SECRETS}callers_file",
                      chart.server_of(objects)["args"])


class Reload(unittest.TestCase):
    """Changes by Kubernetes reach the files without a restart."""

    def test_no_mount_keeps_the_first_contents(self):
        server = chart.server_of(chart.render(
            tls=FROM_SECRET, callers={"existingSecret": "who"}))
        (mount,) = [each for each in server["volumeMounts"]
                    if each["name"] == "secrets"]
        self.assertEqual(mount, {"name": "secrets", "readOnly": True,
                                 "mountPath": SECRETS.rstrip("/")})

    def test_pods_do_not_change_with_the_callers(self):
        """A Secret of the chart's own, so no lookup is needed to see it."""
        pods = [chart.pod_of(chart.render(tls=FROM_SECRET,
                                          callers={"file": text}))
                for text in (CALLERS, CALLERS + "anonymous: deny\n")]
        self.assertEqual(*pods)


class Listen(unittest.TestCase):

    def test_the_sample_rows_are_for_everyone(self):
        for config in ({}, {"upstream": None}, {"insecure_listen": ""},
                       {"embedded_dialect": "ahrefs_v3"}):
            self.assertIn(PLAIN, args_of(config=config))

    def test_explicitly(self):
        for value in (True, "true"):
            for config in ({"upstream": "ahrefs_v2",
                            "upstream_url": "http://up/"},
                           {"embedded_data": "/data/rows.jsonl"}):
                self.assertIn(PLAIN, args_of(
                    config={**config, "insecure_listen": value}))

    def test_never_with_tls(self):
        for tls in TLS_KINDS:
            self.assertNotIn("insecure_listen", str(args_of(tls=tls)))

    def test_left_to_the_server_if_the_chart_cannot_know(self):
        for values in ({"config": {"flagfile": "/flags"}},
                       {"extraEnvFrom": [{"secretRef": {"name": "more"}}]}):
            self.assertNotIn("insecure_listen", str(args_of(**values)))


class Proxies(unittest.TestCase):

    def protocols(self, **values):
        objects = chart.render(**values)
        return {port["appProtocol"]
                for name in ("backlinks", "backlinks-headless")
                for port in objects["Service", name]["spec"]["ports"]
                if port["name"] == "grpc"}

    def test_services_name_the_protocol(self):
        self.assertEqual(self.protocols(), {"kubernetes.io/h2c"})
        self.assertEqual(self.protocols(tls=FROM_SECRET), {"https"})
        self.assertEqual(self.protocols(
            tls=FROM_SECRET, service={"appProtocol": "tls"}), {"tls"})

    def test_gateways_are_told_how_to_connect(self):
        policy = chart.render(tls=FROM_SECRET, grpcRoute={
            "enabled": True, "parentRefs": [{"name": "public"}],
            "backendTls": {"enabled": True,
                           "wellKnownCACertificates": "System"}})[
                "BackendTLSPolicy", "backlinks"]["spec"]
        self.assertEqual(policy["targetRefs"][0]["name"], "backlinks")
        self.assertEqual(policy["validation"], {
            "hostname": "backlinks.default.svc",
            "wellKnownCACertificates": "System"})


class Notes(unittest.TestCase):
    """What Helm prints after an installation."""

    def notes(self, name):
        """By Helm 4: Helm 3 asks a cluster even for this."""
        answer = chart.run(chart.HELMS[-1], "install", "backlinks", chart.CHART,
                           "--dry-run=client", "--values",
                           chart.CHART / "ci" / f"{name}-values.yaml")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return answer.stdout.partition("NOTES:")[2]

    def test_a_call_and_what_is_open(self):
        for name, call, is_open in (
                ("default", "grpcurl -plaintext -d", True),
                ("tls", 'grpcurl -cacert ca.crt -authority backlinks.default.'
                 'svc -H "authorization: Bearer $BACKLINKS_API_KEY" -d',
                 False)):
            with self.subTest(name):
                notes = self.notes(name)
                self.assertIn(call, notes)
                for warning in ("Calls are not encrypted",
                                "Everyone who reaches the port may call"):
                    self.assertEqual(warning in notes, is_open)


if __name__ == "__main__":
    unittest.main()
