"""What the server needs while many calls read from the embedded upstream."""

import concurrent.futures
import subprocess
import unittest

from harness import BIN, TIMEOUT, Server, clean_environment, wait_until

STREAMS = 50
MAX_KIB = 100 << 10  # Of all the server's memory, at its peak.
MAX_KIB_AFTERWARDS = 64 << 10
# The largest targets of the sample, by their rows.
TARGETS = {"bugs.python.org": 11879, "packages.debian.org": 7255,
           "www.debian.org": 4446, "en.wikipedia.org": 3192,
           "zh.wikipedia.org": 1910}


def count_rows(server, target):
    run = subprocess.run(
        [BIN / "backlinks", "--server", server.address, "stream", target,
         "--mode", "domain", "--all", "--max-price", "1000000", "--format",
         "jsonl"], capture_output=True, check=True, timeout=TIMEOUT,
        stdin=subprocess.DEVNULL, env=clean_environment())
    return run.stdout.count(b"\n")


class ManyStreams(unittest.TestCase):

    def test_need_little_memory_and_release_it(self):
        targets = list(TARGETS) * (STREAMS // len(TARGETS))
        with Server("--threads", "2") as server, \
                concurrent.futures.ThreadPoolExecutor(STREAMS) as pool:
            counts = pool.map(lambda target: count_rows(server, target),
                              targets)
            self.assertEqual(list(counts),
                             [TARGETS[target] for target in targets])
            self.assertLess(server.peak_kib(), MAX_KIB)
            wait_until("the memory to be given back",
                       lambda: server.rss_kib() < MAX_KIB_AFTERWARDS)


if __name__ == "__main__":
    unittest.main()
