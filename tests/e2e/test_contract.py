"""The contract as a stranger with grpcurl finds it."""

from harness import CODE, SERVICE, TestCase


class Contract(TestCase):

    def test_lists_its_services(self):
        services = self.server.grpcurl("list").split()
        self.assertIn(SERVICE, services)
        self.assertIn("grpc.health.v1.Health", services)

    def test_lists_its_methods(self):
        methods = self.server.grpcurl("list", SERVICE).split()
        self.assertEqual(methods, [f"{SERVICE}.{name}" for name in (
            "ExplainRefpages", "GetUsage", "ListRefpages", "ParseFilter",
            "StreamRefpages")])

    def test_describes_itself_with_comments(self):
        text = self.server.grpcurl("describe", SERVICE)
        self.assertIn("// Streams the rows that a query selects", text)
        text = self.server.grpcurl("describe", "backlinks.v1.Refpage")
        self.assertIn("URL of the page where the backlink is found", text)

    def test_health_overall_and_by_name(self):
        for name in ("", SERVICE):
            with self.subTest(service=name):
                answer = self.server.call("grpc.health.v1.Health/Check",
                                          {"service": name})
                self.assertEqual(answer.messages, [{"status": "SERVING"}])

    def test_health_of_an_unknown_service(self):
        answer = self.server.call("grpc.health.v1.Health/Check",
                                  {"service": "no.such.Service"})
        self.assertEqual(answer.status["code"], CODE["NOT_FOUND"])
