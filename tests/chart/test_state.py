"""Where budgets are kept: Redis by a value or by a Secret, or nothing."""

import unittest

import chart

SECRET = {"existingSecret": "redis"}
HA = {"replicaCount": 2, "tokenKey": {"existingSecret": "keys"}}


def server(**values):
    return chart.server_of(chart.render(**values))


def environment(container):
    return {each["name"]: each for each in container.get("env", [])}


def egress(**values):
    objects = chart.render(networkPolicy={"enabled": True, **values.pop(
        "networkPolicy", {})}, **values)
    rules = objects["NetworkPolicy", "backlinks"]["spec"]["egress"]
    return {port["port"]: rule.get("to")
            for rule in rules for port in rule["ports"]}


class Url(unittest.TestCase):

    def test_of_a_value(self):
        container = server(config={"state": "redis://redis:7000/1"})
        self.assertIn("--state=redis://redis:7000/1", container["args"])
        self.assertNotIn("BACKLINKS_STATE", environment(container))

    def test_of_a_secret(self):
        container = server(state=SECRET)
        self.assertEqual(
            environment(container)["BACKLINKS_STATE"]["valueFrom"],
            {"secretKeyRef": {"name": "redis", "key": "url"}})
        self.assertNotIn("--state=", " ".join(container["args"]))

    def test_none(self):
        container = server()
        self.assertNotIn("BACKLINKS_STATE", environment(container))
        self.assertNotIn("--state", " ".join(container["args"]))


class Files(unittest.TestCase):

    def test_password_and_certificates_are_mounted(self):
        objects = chart.render(
            config={"state": "rediss://redis"}, statePassword=SECRET,
            stateCa={"existingSecret": "ca", "existingSecretKey": "all.pem"})
        args = chart.server_of(objects)["args"]
        for flag in ("state_password_file", "state_ca_file"):
            self.assertIn(f"--{flag}=/etc/backlinks/secrets/{flag}", args)
        (volume,) = [each for each in chart.pod_of(objects)["volumes"]
                     if each["name"] == "secrets"]
        sources = [source["secret"] for source in
                   volume["projected"]["sources"]]
        self.assertEqual(sources, [
            {"name": "ca", "items": [
                {"key": "all.pem", "path": "state_ca_file"}]},
            {"name": "redis", "items": [
                {"key": "password", "path": "state_password_file"}]}])

    def test_sentinels_may_need_them(self):
        args = server(config={"state": "rediss+sentinel://s,t/m"},
                      statePassword=SECRET, stateCa=SECRET)["args"]
        self.assertIn("state_ca_file", " ".join(args))

    def test_a_url_of_a_secret_may_need_them(self):
        args = server(state=SECRET, statePassword=SECRET, stateCa=SECRET)["args"]
        self.assertIn("state_ca_file", " ".join(args))


class NetworkPolicy(unittest.TestCase):

    def test_egress_follows_redis(self):
        self.assertEqual(set(egress()), {53})
        for url, port in (("redis://r", 6379), ("rediss://u@r:7000/3", 7000),
                          ("redis://[::1]:81", 81)):
            self.assertEqual(set(egress(config={"state": url})), {53, port})
        self.assertEqual(set(egress(config={"state": "sqlite:/data/state"})),
                         {53})

    def test_egress_follows_sentinels(self):
        for url, ports in (
                ("redis+sentinel://s/m", {6379, 26379}),
                ("rediss+sentinel://u@s:1,[::1]:2,t/m/3", {6379, 1, 2, 26379})):
            self.assertEqual(set(egress(config={"state": url})), {53, *ports})
        self.assertEqual(set(egress(
            config={"state": "redis+sentinel://s/m"},
            networkPolicy={"statePort": 7000})), {53, 7000, 26379})

    def test_the_port_of_a_url_in_a_secret(self):
        self.assertEqual(set(egress(state=SECRET)), {53, 6379})
        self.assertEqual(set(egress(state=SECRET, networkPolicy={
            "statePort": 7000})), {53, 7000})
        self.assertEqual(set(egress(state=SECRET, networkPolicy={
            "sentinelPorts": [26379, 26380]})), {53, 6379, 26379, 26380})

    def test_only_to_its_peers(self):
        peers = [{"ipBlock": {"cidr": "192.0.2.0/24"}}]
        self.assertEqual(egress(state=SECRET, networkPolicy={"state": peers}),
                         {53: None, 6379: peers})


class Rejections(unittest.TestCase):

    def assert_rejected(self, words, **values):
        for helm in chart.HELMS:
            answer = chart.with_values(helm, values)
            self.assertNotEqual(answer.returncode, 0, values)
            self.assertIn(words, answer.stderr)

    def test_what_contradicts_itself(self):
        self.assert_rejected(
            "config.state and the Secret redis are both given",
            config={"state": "redis://r"}, state=SECRET)
        self.assert_rejected(
            "config.state: a SQLite file must be of one server",
            config={"state": "sqlite:/data/state"}, **HA)
        self.assert_rejected(
            "extraEnv: BACKLINKS_STATE_PASSWORD and the Secret redis are both",
            config={"state": "redis://r"}, statePassword=SECRET,
            extraEnv=[{"name": "BACKLINKS_STATE_PASSWORD", "value": "x"}])

    def test_a_password_that_everyone_sees(self):
        self.assert_rejected("config.state: has a password",
                             config={"state": "redis://:hunter2@r"})
        self.assert_rejected(
            "config.state: has a password",
            config={"state": "redis+sentinel://u:hunter2@r,s:1/m"})

    def test_secrets_that_nothing_uses(self):
        self.assert_rejected(
            "statePassword.existingSecret: has no effect without a config.state"
            " of Redis, such as redis://host", statePassword=SECRET)
        self.assert_rejected(
            "stateCa.existingSecret: has no effect without a config.state of "
            "rediss:// or rediss+sentinel://",
            config={"state": "redis://r"}, stateCa=SECRET)


class Notes(unittest.TestCase):

    def notes(self, *sets):
        """By Helm 4: Helm 3 asks a cluster even for this."""
        answer = chart.run(
            chart.HELMS[-1], "install", "backlinks", chart.CHART,
            "--dry-run=client", "--values", chart.DEFAULT,
            *(f"--set={each}" for each in (
                "config.insecure_listen=true", *sets)))
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return answer.stdout.partition("NOTES:")[2]

    def test_budgets_that_end_with_a_server(self):
        callers = "callers.existingSecret=callers"
        warning = "Budgets of callers end with each server"
        self.assertNotIn(warning, self.notes())
        self.assertIn(warning + ";", self.notes(callers))
        self.assertIn(warning + ", and each of them has its own;", self.notes(
            callers, "replicaCount=2", "tokenKey.existingSecret=keys"))
        for state in ("state.existingSecret=redis",
                      "config.state=redis://redis"):
            self.assertNotIn(warning, self.notes(callers, state))

    def test_a_rate_that_servers_do_not_share(self):
        servers = ("config.upstream=ahrefs_v3", "replicaCount=2",
                   "tokenKey.existingSecret=keys",
                   "upstreamToken.existingSecret=upstream")
        warning = "2 servers share one key of Ahrefs API v3"
        notes = self.notes(*servers)
        self.assertIn(warning, notes)
        self.assertIn("config.upstream_requests_per_minute to 30,", notes)
        for given in ("config.state=redis://redis",
                      "state.existingSecret=redis",
                      "config.upstream_requests_per_minute=20"):
            self.assertNotIn(warning, self.notes(*servers, given))


if __name__ == "__main__":
    unittest.main()
