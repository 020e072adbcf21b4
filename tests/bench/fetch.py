"""What a small client does today: urllib, then json.loads of the body."""

import json
import sys
import time
import urllib.request

start = time.perf_counter()
with urllib.request.urlopen(sys.argv[1]) as answer:
    rows = json.loads(answer.read())["refpages"]
seconds = time.perf_counter() - start
print(json.dumps({"rows": len(rows), "seconds": seconds,
                  "first_ms": seconds * 1000}))
