"""This cluster rejects what the other tests assume to be rejected."""

import copy
import unittest

import api
import cluster
import kubelet

POD = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "rejected"},
       "spec": {"containers": [{
           "name": "server", "image": "backlinks",
           "securityContext": {"allowPrivilegeEscalation": False,
                               "capabilities": {"drop": ["ALL"]}}}],
           "securityContext": {"runAsNonRoot": True, "seccompProfile": {
               "type": "RuntimeDefault"}}}}


class Rejections(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.api = cluster.shared().api
        cls.namespace = cluster.Namespace("rejections")

    def setUp(self):
        self.pod = copy.deepcopy(POD)

    def apply(self):
        return self.api.apply(self.pod, self.namespace.name, dryRun="All")

    def rejection(self):
        with self.assertRaises(api.Rejected) as rejected:
            self.apply()
        return str(rejected.exception)

    def test_a_restricted_pod_is_accepted(self):
        self.assertEqual(self.apply()["kind"], "Pod")

    def test_a_pod_that_may_be_root_is_not(self):
        del self.pod["spec"]["securityContext"]["runAsNonRoot"]
        self.assertIn("violates PodSecurity", self.rejection())

    def test_an_unknown_field_is_not(self):
        self.pod["spec"]["containers"][0]["imagePullpolicy"] = "Always"
        self.assertIn("imagePullpolicy", self.rejection())

    def test_an_unknown_field_of_a_custom_resource_is_not(self):
        self.pod = {"apiVersion": "monitoring.coreos.com/v1",
                    "kind": "ServiceMonitor", "metadata": {"name": "rejected"},
                    "spec": {"selector": {}, "endpoints": [
                        {"port": "http-metrics", "every": "15s"}]}}
        self.assertIn("every", self.rejection())

    def test_a_deployment_of_such_pods_has_a_warning(self):
        del self.pod["spec"]["securityContext"]
        labels = {"app": "rejected"}
        self.pod = {"apiVersion": "apps/v1", "kind": "Deployment",
                    "metadata": {"name": "rejected"}, "spec": {
                        "selector": {"matchLabels": labels},
                        "template": {"metadata": {"labels": labels},
                                     "spec": self.pod["spec"]}}}
        self.api.warnings.clear()
        self.apply()
        self.assertIn("would violate PodSecurity", str(self.api.warnings))

    def test_a_pod_that_refers_to_nothing_does_not_start(self):
        self.pod["metadata"]["namespace"] = self.namespace.name
        self.pod["spec"]["containers"][0]["envFrom"] = [
            {"secretRef": {"name": "nothing"}}]
        self.assertEqual(list(kubelet.missing(self.api, self.pod)),
                         ["Secret nothing"])
