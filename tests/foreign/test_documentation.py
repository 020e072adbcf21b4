"""The table of fields in docs/upstreams.md, and what the upstream serves."""

import re

from foreign import ROOT, ForeignCase

ROW = re.compile(r"^\| `(\w+)` \| (\d+) \| (.*) \|$", re.MULTILINE)


class Fields(ForeignCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        text = (ROOT / "docs" / "upstreams.md").read_text(encoding="utf-8")
        cls.fields = ROW.findall(text)

    def test_are_as_documented(self):
        self.assertEqual(len(self.fields), 82)
        names = [name for name, _, _ in self.fields]
        response, document = self.get(
            "v3/site-explorer/all-backlinks", target="github.com",
            limit=10000, select=",".join(names))
        self.assertEqual(response.headers["x-api-units-cost-row"],
                         str(sum(int(units) for _, units, _ in self.fields)))
        rows = document["backlinks"]
        for name, _, value in self.fields:
            values = [row[name] for row in rows]
            with self.subTest(name):
                if value.startswith("null"):
                    self.assertEqual(set(values), {None})
                elif value == "empty list":
                    self.assertFalse(any(values))
                else:
                    self.assertTrue(any(value is not None and value != []
                                        for value in values))
