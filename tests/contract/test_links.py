"""Relative links of the Markdown pages lead to files and headings."""

import re
import subprocess
import unittest

from page import ROOT

# Code contains no links.
INDENTED = re.compile(r"^    .*$", re.M)
FENCE = re.compile(r"^```.*?^```$", re.M | re.S)
INLINE_CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.M)


def text_of(path):
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def anchor(heading):
    """As GitHub makes it of a heading."""
    heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(path):
    return {anchor(heading) for heading in HEADING.findall(text_of(path))}


def pages():
    listed = subprocess.check_output(
        ["git", "ls-files", "--", "*.md"], cwd=ROOT, text=True)
    return [ROOT / name for name in listed.splitlines()]


def relative_links(path):
    text = INLINE_CODE.sub("", INDENTED.sub("", text_of(path)))
    return [link for link in LINK.findall(text) if "://" not in link]


class Links(unittest.TestCase):

    def test_have_targets(self):
        found = 0
        for path in pages():
            for link in relative_links(path):
                found += 1
                with self.subTest(page=str(path.relative_to(ROOT)), link=link):
                    name, _, heading = link.partition("#")
                    target = path.parent / name if name else path
                    self.assertTrue(target.exists())
                    if heading:
                        self.assertIn(heading, anchors(target))
        self.assertGreater(found, 50)

    def test_anchors_are_made_of_headings(self):
        self.assertEqual(anchor("What `it` costs"), "what-it-costs")
        self.assertEqual(anchor("The C++ client"), "the-c-client")
        self.assertEqual(anchor("[Keep](https://a.example)"), "keep")
