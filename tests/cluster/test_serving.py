"""The Services of a release: which Pods and ports callers reach by them."""

import case
import control_plane
import helm


class Serving(case.ReleaseCase):

    def slices(self, service):
        return self.namespace.list(
            "discovery.k8s.io/v1", "EndpointSlice", labelSelector=(
                "kubernetes.io/service-name=" + service["metadata"]["name"]))

    def services(self):
        return [what for what in self.release.stored()
                if what["kind"] == "Service"]

    def addresses(self, service):
        return {address for part in self.slices(service)
                for endpoint in part["endpoints"] or []
                if endpoint["conditions"]["ready"]
                for address in endpoint["addresses"]}

    def test_every_service_reaches_every_pod_and_no_other(self):
        pods = {pod["status"]["podIP"] for pod in self.namespace.pods()}
        for service in self.services():
            with self.subTest(service=service["metadata"]["name"]):
                control_plane.wait_until(
                    f"the addresses {pods}",
                    lambda service=service: self.addresses(service) == pods)

    def test_every_port_of_a_service_is_one_of_the_container(self):
        container = self.namespace.pods()[0]["spec"]["containers"][0]
        opened = {port["containerPort"] for port in container["ports"]}
        for service in self.services():
            for part in self.slices(service):
                ports = {port["port"] for port in part["ports"]}
                self.assertTrue(ports and ports <= opened,
                                f"{ports} of {opened}")

    def test_proxies_are_told_the_protocol(self):
        protocols = {port["name"]: port.get("appProtocol")
                     for service in self.services()
                     for part in self.slices(service)
                     for port in part["ports"]}
        (deployment,) = [each for each in self.release.rendered()
                         if each["kind"] == "Deployment"]
        tls = "--tls_cert_file=" in str(deployment)
        self.assertEqual(protocols["grpc"],
                         "https" if tls else "kubernetes.io/h2c")


def load_tests(loader, _tests, _pattern):
    return helm.suite(loader, Serving, helms=helm.NEWEST)
