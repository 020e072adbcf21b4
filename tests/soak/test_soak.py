"""The soak, for seconds instead of minutes."""

import unittest

import callers
import soak

MINUTES = 0.15


class Soak(unittest.TestCase):

    def test_a_short_one(self):
        sites, wrong = soak.run(MINUTES)
        self.assertEqual(wrong, [])
        for site in sites:
            for caller in callers.ALL:
                self.assertTrue(site.counts[caller.__name__],
                                f"{caller.__name__} did nothing")
            # Calls that are not admitted share a quarter of the open calls:
            # floods may take all of it for a moment.
            wrong_key = set(site.counts["wrong_key"])
            self.assertIn("UNAUTHENTICATED", wrong_key)
            self.assertNotIn("OK", wrong_key)
            self.assertEqual(set(site.counts["flooding"]), {"cut"})


if __name__ == "__main__":
    unittest.main()
