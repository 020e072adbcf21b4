"""@adobe/spacecat-shared-ahrefs-client on the embedded upstream."""

import json

from foreign import ForeignCase, host, links, sample

ALL_BACKLINKS = "/site-explorer/all-backlinks"
TARGET = "https://de.wikipedia.org"
# What getBacklinks sends, but for the traffic, which the sample does not know.
STRONG = {"and": [{"field": "domain_rating_source", "is": ["gte", 29.5]},
                  {"field": "links_external", "is": ["lte", 300]}]}


def strong(row):
    return row["domain_rating"] >= 29.5 and row["links_external"] <= 300


def request(**more):
    return {"select": "title,url_from,url_to,domain_rating_source",
            "order_by": "domain_rating_source:desc,traffic_domain:desc",
            "target": TARGET, "limit": 1000, "mode": "prefix",
            "output": "json", "where": json.dumps(STRONG), **more}


class Backlinks(ForeignCase):

    def test_typical_calls(self):
        expected = [row for row in sample()
                    if host(row["url_to"]) == host(TARGET) and strong(row)]
        self.assertGreater(len(expected), 100)
        answer = self.adobe(["sendRequest", ALL_BACKLINKS, request()])[0]
        self.assertNotIn("error", answer)
        rows = answer["result"]["backlinks"]
        self.assertEqual(sorted(map(links, rows)),
                         sorted(map(links, expected)))
        ratings = [row["domain_rating_source"] for row in rows]
        self.assertEqual(ratings, sorted(ratings, reverse=True))
        # traffic_domain costs 10 units, five other fields one each.
        self.assertIn(
            f"number of rows: {len(expected)}, cost per row: 15, "
            f"total cost: {15 * len(expected)}", answer["log"][0])

    def test_the_limit(self):
        answer = self.adobe(["sendRequest", ALL_BACKLINKS,
                             request(target="github.com")])[0]
        count = sum(host(row["url_to"]) == "github.com" and strong(row)
                    for row in sample())
        self.assertGreater(count, 1000)
        self.assertEqual(len(answer["result"]["backlinks"]), 1000)

    def test_traffic_is_not_known(self):
        # getBacklinks asks for a traffic of at least 500.
        answer = self.adobe(["getBacklinks", "github.com"])[0]
        self.assertEqual(answer["result"], {"backlinks": []})
        self.assertIn("number of rows: 0,", answer["log"][0])
        self.assertIn("total cost: 50", answer["log"][0])


class Others(ForeignCase):

    def test_limits_and_usage(self):
        before, _, after = self.adobe(
            ["getLimitsAndUsage"],
            ["sendRequest", ALL_BACKLINKS, request(limit=100)],
            ["getLimitsAndUsage"])
        usage = [answer["result"]["limits_and_usage"]
                 ["units_usage_workspace"] for answer in (before, after)]
        self.assertEqual(usage, [0, 100 * 15])
        self.assertIn("number of rows: 1, cost per row: 0, total cost: 0",
                      before["log"][0])

    def test_what_is_not_served(self):
        for answer in self.adobe(["getBrokenBacklinks", TARGET],
                                 ["getTopPages", TARGET]):
            self.assertIn("404 - not found: /v3/site-explorer/all-backlinks "
                          "and", answer["error"])
