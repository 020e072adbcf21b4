"""mcparmory-ahrefs on the embedded upstream."""

import json

from foreign import ForeignCase, host, links, sample

LIST = "list_backlinks"
SELECT = ("url_from, url_to, title, anchor, is_dofollow, is_text, last_seen, "
          "root_name_source, traffic_domain, url_to_plain")


def of_github(row):
    return ("." + host(row["url_to"])).endswith(".github.com")


class Backlinks(ForeignCase):

    def rows(self, **arguments):
        answer = self.mcparmory([LIST, {
            "target": "github.com", "select": "url_from,url_to",
            "limit": 100000, **arguments}])[0]
        self.assertNotIn("error", answer)
        return answer["result"]["backlinks"]

    def assert_links(self, rows, expected):
        self.assertGreater(len(expected), 10)
        self.assertEqual(sorted(map(links, rows)),
                         sorted(map(links, expected)))

    def test_all(self):
        rows = self.rows(select=SELECT, mode="subdomains", aggregation="all",
                         history="live", protocol="both",
                         order_by="domain_rating_source:desc")
        self.assert_links(rows, [row for row in sample() if of_github(row)])
        by_links = {}
        for row in sample():
            by_links.setdefault(links(row), set()).add(row["nofollow"])
        for row in rows:
            self.assertIn(not row["is_dofollow"], by_links[links(row)])
            self.assertEqual(row["url_to"].split("://", 1)[1],
                             row["url_to_plain"])
            self.assertTrue(host(row["url_from"]).endswith(
                row["root_name_source"]))
            self.assertIsNone(row["traffic_domain"])

    def test_filters(self):
        where = {"and": [
            {"field": "is_dofollow", "is": ["eq", 1]},
            {"field": "languages", "list_is": {
                "any": {"or": [["eq", "de"], ["eq", "fr"]]}}},
            {"field": "first_seen_link", "is": ["gt", "2015-01-01T00:00:00"]}]}
        self.assert_links(
            self.rows(where=json.dumps(where), mode="domain"),
            [row for row in sample() if host(row["url_to"]) == "github.com"
             and not row["nofollow"] and row["language"] in ("de", "fr")
             and row["first_seen"] > "2015-01-01T00:00:00Z"])

    def test_root_names(self):
        where = {"field": "root_name_source", "is": ["eq", "python.org"]}
        self.assert_links(
            self.rows(where=json.dumps(where)),
            [row for row in sample() if of_github(row) and
             ("." + host(row["url_from"])).endswith(".python.org")])

    def test_one_per_domain(self):
        rows = self.rows(aggregation="1_per_domain")
        hosts = sorted(host(row["url_from"]) for row in rows)
        self.assertEqual(hosts, sorted({host(row["url_from"])
                                        for row in sample()
                                        if of_github(row)}))


class Others(ForeignCase):

    def test_limits_and_usage(self):
        answer = self.mcparmory(["get_subscription_limits_and_usage", {}])[0]
        usage = answer["result"]["limits_and_usage"]
        self.assertEqual(usage["units_usage_workspace"], 0)
        self.assertIsInstance(usage["units_limit_workspace"], int)

    def test_errors(self):
        unknown, elsewhere = self.mcparmory(
            [LIST, {"target": "a.example", "select": "ahrefs_rank"}],
            ["list_broken_backlinks", {"target": "a.example",
                                       "select": "url_from"}])
        self.assertIn("unknown field 'ahrefs_rank'", unknown["error"])
        self.assertIn("served here", elsewhere["error"])
