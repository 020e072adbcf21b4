"""A value that is missing, as it was set to null or comes from an older chart
by --reuse-values, has its default or is rejected with a reason."""

import concurrent.futures
import functools
import unittest

import yaml

import chart
import defaults
import kubeconform
import queries

EVERYTHING = chart.CHART / "ci" / "everything-values.yaml"
# How Go reports a value that a template did not expect.
GO = ("nil pointer", "error calling", "wrong type", "can't evaluate", "<nil>",
      "YAML parse error")


# What everything-values.yaml cannot be rendered without.
REJECTED = {
    "config": "certificates for a collector need a config.otlp_endpoint",
    "extraVolumes": "extraVolumeMounts: data must be the name of a volume",
    "image": "image.repository: must be set",
    "image.repository": "image.repository: must be set",
    "ingress.hosts": "ingress.hosts: must have at least one host",
    "service.sessionAffinity": "service.sessionAffinityConfig: must not be set",
    "service.type": "service.nodePort: must not be set",
    "grpcRoute.backendTls.caCertificateRefs": "grpcRoute.backendTls: must have",
    "tls": "config.tls_require_client_cert: needs the certificates",
    "tls.enabled": "tls.certManager.enabled: has no effect without tls.enabled",
    "tls.certManager": "tls.enabled: needs a certificate",
    "tls.certManager.enabled": "tls.enabled: needs a certificate",
    "tls.certManager.issuerRef": "tls.certManager.issuerRef.name: must be set",
    "tls.certManager.issuerRef.name": "tls.certManager.issuerRef.name: must be",
    "tls.clientCa": "config.tls_require_client_cert: needs the certificates",
    "tls.clientCa.existingConfigMap": "config.tls_require_client_cert: needs"}


def paths(values, at=()):
    """Of every block and every value of the chart's own."""
    for name, value in values.items():
        yield (*at, name)
        if isinstance(value, dict) and name not in defaults.WHOLE:
            yield from paths(value, (*at, name))


def without(helm, path):
    values = functools.reduce(lambda inner, name: {name: inner},
                              reversed(path), None)
    return chart.with_values(helm, values, base=EVERYTHING)


class Missing(unittest.TestCase):

    def test_everything_else_is_rendered_without_it(self):
        known = list(paths(yaml.safe_load(defaults.text())))
        with concurrent.futures.ThreadPoolExecutor() as pool:
            for helm in chart.HELMS:
                answers = pool.map(functools.partial(without, helm), known)
                self.check(helm, zip(map(".".join, known), answers))

    def check(self, helm, answers):
        rendered = []
        for path, answer in answers:
            with self.subTest(path, helm=helm):
                for words in GO:
                    self.assertNotIn(words, answer.stderr + answer.stdout)
                self.assertEqual(bool(answer.returncode), path in REJECTED)
                self.assertIn(REJECTED.get(path, ""), answer.stderr)
            rendered.append(answer.stdout)
        valid = kubeconform.run("\n---\n".join(rendered))
        self.assertEqual(valid.returncode, 0, valid.stdout)

    def test_blocks_have_their_defaults(self):
        objects = chart.render(dict.fromkeys(
            ("config", "service", "startupProbe", "strategy", "tmp")))
        pod, server = chart.pod_of(objects), chart.server_of(objects)
        self.assertEqual(server["args"], [
            "--admin_listen=0.0.0.0:9464", "--insecure_listen=true",
            "--listen=0.0.0.0:50051"])
        self.assertEqual(server["startupProbe"]["failureThreshold"], 60)
        self.assertEqual(pod["volumes"][0]["emptyDir"], {"sizeLimit": "256Mi"})
        self.assertEqual(objects["Service", "backlinks"]["spec"]["ports"][0][
            "port"], 50051)
        self.assertEqual(objects["Deployment", "backlinks"]["spec"][
            "strategy"], {"type": "RollingUpdate"})

    def test_security_contexts_have_their_defaults_as_a_whole(self):
        for values in (dict.fromkeys(defaults.WHOLE), {}):
            objects = chart.render(values)
            for pod in (chart.pod_of(objects),
                        objects["Pod", "backlinks-test"]["spec"]):
                self.assertEqual(pod["securityContext"],
                                 chart.chart_values()["podSecurityContext"])
                self.assertEqual(pod["containers"][0]["securityContext"],
                                 chart.chart_values()["securityContext"])

    def test_a_field_of_a_security_context_can_be_left_out(self):
        objects = chart.render(
            podSecurityContext={"runAsUser": None, "fsGroup": None},
            securityContext={"capabilities": None})
        pod, server = chart.pod_of(objects), chart.server_of(objects)
        self.assertTrue(pod["securityContext"]["runAsNonRoot"])
        self.assertFalse({"runAsUser", "fsGroup"} & set(pod["securityContext"]))
        self.assertTrue(server["securityContext"]["readOnlyRootFilesystem"])
        self.assertNotIn("capabilities", server["securityContext"])

    def test_thresholds_have_their_defaults(self):
        self.assertEqual(queries.rule_groups(thresholds=None),
                         queries.rule_groups(thresholds={}))


if __name__ == "__main__":
    unittest.main()
