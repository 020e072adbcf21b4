"""Objects are valid to Kubernetes, and what operators rely on holds."""

import unittest

import chart
import kubeconform

HA = {"tokenKey": {"existingSecret": "keys"}}


class Valid(unittest.TestCase):

    def test_every_render_is_valid_strictly(self):
        for values in chart.CI_VALUES:
            text = chart.rendered(chart.HELMS[0], values)
            with self.subTest(values=values.name):
                answer = kubeconform.run(text)
                self.assertEqual(answer.returncode, 0, answer.stdout)
                self.assertIn(
                    f"Valid: {len(chart.objects_of(text))}, Invalid: 0, "
                    "Errors: 0, Skipped: 0", answer.stdout)

    def test_a_field_that_is_not_there_is_found(self):
        values = next(each for each in chart.CI_VALUES if "everything" in
                      each.name)
        text = chart.rendered(chart.HELMS[0], values)
        for good, bad in (("clusterIP:", "clusterIp:"),
                          ("jobLabel:", "joblabel:"),
                          ("parentRefs:", "parentRef:"),
                          ("issuerRef:", "issuerref:"),
                          ("hostname:", "hostName:"),
                          ("groups:", "group:")):
            with self.subTest(bad):
                answer = kubeconform.run(text.replace(good, bad))
                self.assertNotEqual(answer.returncode, 0)
                self.assertIn(bad.rstrip(":"), answer.stdout)


class Pod(unittest.TestCase):

    def test_every_container_of_ours_is_restricted(self):
        objects = chart.render()
        for pod in (chart.pod_of(objects),
                    objects["Pod", "backlinks-test"]["spec"]):
            self.assertFalse(pod["automountServiceAccountToken"])
            self.assertEqual(pod["securityContext"]["runAsUser"], 65532)
            self.assertTrue(pod["securityContext"]["runAsNonRoot"])
            self.assertEqual(pod["securityContext"]["seccompProfile"],
                             {"type": "RuntimeDefault"})
            (container,) = pod["containers"]
            context = container["securityContext"]
            self.assertTrue(context["readOnlyRootFilesystem"])
            self.assertFalse(context["allowPrivilegeEscalation"])
            self.assertEqual(context["capabilities"], {"drop": ["ALL"]})

    def test_probes_need_no_connection_that_callers_can_use_up(self):
        server = chart.server_of(chart.render())
        self.assertEqual(
            [server[name + "Probe"]["httpGet"]
             for name in ("startup", "liveness", "readiness")],
            [{"path": path, "port": "http-metrics"}
             for path in ("/livez", "/livez", "/readyz")])

    def test_grace_period_follows_the_drain(self):
        for delay, grace, seconds in (("5s", "30s", 50), ("0", "1m30s", 105),
                                      ("200ms", "1.5s", 18), (7, 3, 25),
                                      ("1h", "24h", 90015), ("", "", 45)):
            with self.subTest(delay=delay, grace=grace):
                pod = chart.pod_of(chart.render(config={
                    "drain_delay": delay, "drain_grace": grace}))
                self.assertEqual(pod["terminationGracePeriodSeconds"], seconds)

    def test_grace_period_follows_the_hook(self):
        values = {"lifecycle": {"preStop": {"sleep": {"seconds": 7}}}}
        objects = chart.render(values)
        self.assertEqual(
            chart.pod_of(objects)["terminationGracePeriodSeconds"], 57)
        self.assertEqual(chart.server_of(objects)["lifecycle"],
                         values["lifecycle"])

    def test_pods_are_replaced_at_once_or_one_by_one(self):
        def strategy(**values):
            objects = chart.render(strategy=values)
            return objects["Deployment", "backlinks"]["spec"]["strategy"]
        self.assertEqual(strategy(type="Recreate"), {"type": "Recreate"})
        self.assertEqual(strategy(), {
            "type": "RollingUpdate",
            "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}})

    def test_more_arguments_come_last(self):
        args = chart.server_of(chart.render(extraArgs=["--new=1"]))["args"]
        self.assertEqual(args[-1], "--new=1")

    def test_readiness_may_need_several_successes(self):
        server = chart.server_of(chart.render(
            readinessProbe={"successThreshold": 3}))
        self.assertEqual(server["readinessProbe"]["successThreshold"], 3)

    def test_labels_of_the_deployment_are_not_those_of_the_pods(self):
        deployment = chart.render(labels={"tier": "backend"})[
            "Deployment", "backlinks"]
        self.assertEqual(deployment["metadata"]["labels"]["tier"], "backend")
        self.assertNotIn("tier", deployment["spec"]["template"]["metadata"][
            "labels"])

    def test_threads_follow_the_limit_of_cpu(self):
        limited = {"limits": {"cpu": "2"}}
        env = chart.server_of(chart.render(resources=limited))["env"]
        self.assertEqual([each["name"] for each in env], ["BACKLINKS_THREADS"])
        for values in ({}, {"resources": limited, "config": {"threads": 3}}):
            self.assertNotIn("env", chart.server_of(chart.render(values)))


class Around(unittest.TestCase):

    def budget(self, **values):
        return ("PodDisruptionBudget", "backlinks") in chart.render(HA, **values)

    def test_budget_where_there_are_two_servers(self):
        growing = {"enabled": True, "minReplicas": 2}
        self.assertFalse(self.budget(replicaCount=1))
        self.assertTrue(self.budget(replicaCount=2))
        self.assertTrue(self.budget(autoscaling=growing))
        self.assertFalse(self.budget(replicaCount=2, autoscaling={
            **growing, "minReplicas": 1}))
        self.assertFalse(self.budget(replicaCount=2, podDisruptionBudget={
            "enabled": False}))

    def test_replicas_are_left_to_the_autoscaler(self):
        objects = chart.render(HA, autoscaling={"enabled": True,
                                                "targetActiveStreams": 100})
        self.assertNotIn("replicas",
                         objects["Deployment", "backlinks"]["spec"])
        scaler = objects["HorizontalPodAutoscaler", "backlinks"]["spec"]
        self.assertEqual([metric["type"] for metric in scaler["metrics"]],
                         ["ContainerResource", "Pods"])

    def test_the_service_has_what_it_is_given(self):
        given = {"ipFamilyPolicy": "PreferDualStack",
                 "ipFamilies": ["IPv6", "IPv4"], "sessionAffinity": "ClientIP",
                 "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 60}},
                 "loadBalancerClass": "example.org/internal",
                 "externalTrafficPolicy": "Local", "type": "LoadBalancer"}
        spec = chart.render(service=given)["Service", "backlinks"]["spec"]
        self.assertLessEqual(given.items(), spec.items())

    def test_calls_may_go_to_another_port_of_the_pod(self):
        objects = chart.render(service={"targetPort": 6100},
                               networkPolicy={"enabled": True})
        port, = objects["Service", "backlinks"]["spec"]["ports"]
        self.assertEqual(port["targetPort"], 6100)
        rule = objects["NetworkPolicy", "backlinks"]["spec"]["ingress"][0]
        self.assertEqual([port["port"] for port in rule["ports"]],
                         ["grpc", 6100])

    def test_metrics_get_labels(self):
        labels = {"targetLabels": ["team"], "podTargetLabels": ["tier"]}
        spec = chart.render(serviceMonitor={"enabled": True, **labels})[
            "ServiceMonitor", "backlinks"]["spec"]
        self.assertLessEqual(labels.items(), spec.items())

    def test_egress_follows_the_upstream(self):
        def ports(**config):
            objects = chart.render(
                config={"insecure_listen": True, **config},
                networkPolicy={"enabled": True},
                upstreamToken={"existingSecret": "ahrefs"})
            rules = objects["NetworkPolicy", "backlinks"]["spec"]["egress"]
            return [rule["ports"][0]["port"] for rule in rules]
        self.assertEqual(ports(), [53])
        self.assertEqual(ports(upstream="ahrefs_v3"), [53, 443])
        for url, port in (("http://up/", 80), ("https://up:8443/v3/", 8443),
                          ("http://[::1]:81/", 81)):
            self.assertEqual(ports(upstream="ahrefs_v2", upstream_url=url),
                             [53, port])


if __name__ == "__main__":
    unittest.main()
