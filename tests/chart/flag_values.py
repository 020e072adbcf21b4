"""Values of a flag that the server accepts or rejects, by its declaration.

Each is as YAML has it: a number or a text.
"""

import os

DURATION_UNITS = {"ns": 1e-6, "us": 1e-3, "ms": 1, "s": 1000, "m": 60_000,
                  "h": 3_600_000}  # Milliseconds.
SIZE_UNITS = {"": 1, "B": 1, "k": 1000, "KB": 1000, "KiB": 1024, "ki": 1024,
              "MB": 10**6, "MiB": 2**20, " KiB": 1024, "GiB": 2**30}  # Bytes.


def edges(low, high, unit):
    """Whole numbers of units: the first and last within, and those beyond."""
    first, last = int(-(-low // unit)), int(high // unit)
    return sorted({each for each in (0, first - 1, first, last, last + 1)
                   if each >= 0})


def number(flag):
    low, high = flag["min"], flag["max"]
    return [low - 1, low, (low + high) // 2, high, high + 1, 10 * high + 1, 1.5]


def duration(flag):
    low, high = flag["min"], flag["max"]
    units = [f"{amount}{name}" for name, unit in DURATION_UNITS.items()
             for amount in edges(low, high, unit)]
    plain = edges(low, high, 1000)
    return [*units, *plain, *map(str, plain), "1m30s", "90.5s", "007s",
            "-5s", "s", "soon", "30 seconds", "1d", "60s ", "1m-1s"]


def size(flag):
    low, high = flag["min"], flag["max"]
    units = [f"{amount}{name}" for name, unit in SIZE_UNITS.items()
             for amount in edges(low, high, unit)]
    return [*units, *edges(low, high, 1), "-1", "1.5KiB", "1parsec", "KiB"]


def word(flag):
    words = [each for each in flag["words"] if "YYYY" not in each]
    days = ["since:2024-02-29", "since:2024-12-31", "since:2024-13-01",
            "since:2024-04-31", "since:2024-00-10", "since:2024-1-2", "since:",
            "since: 2024-01-02"]
    return [*words, *days, words[0].upper(), words[0] + " ", "other", 7]


def columns(flag):
    first, second, *_, last = flag["words"]
    return [first, last, f"{first},{second}", f" {first} , {second} ",
            f"{first},", f",{first}", f"{first} {second}", f"{first},,{second}",
            first + "x", "other"]


def address(_):
    return ["0.0.0.0:50051", "[::]:1", "name.example:65535", "0.0.0.0:65536",
            "0.0.0.0", "[::]", "::1:80", ":80", "0.0.0.0:", "a b:80", "x/y:80"]


def endpoint(_):
    return ["otel:4317", "http://otel:4317", "https://otel:4317/",
            "https://[::1]:1", "otel", "otel:0", "otel:65536", "ftp://otel:1",
            "https://otel", "https://otel:4317/path", "https://:1"]


def url(_):
    return ["http://h", "https://h/", "http://h:80/v3", "HTTPS://h:65535/a/b/",
            "http://[::1]:8080", "http://a-b.example/%20", "http://h:0/",
            "http://h:65536", "http://h:/", "h", "ftp://h", "http://",
            "http:///x", "http://u@h/", "http://h?q=1", "http://h/#f",
            "http://h/a b", "http://h/%2", "http://a b/"]


def state(_):
    return ["redis://h", "rediss://h:6380/15", "redis://:p@h/", "redis://u@h",
            "redis://u:%70@[::1]:1/65535", "unix:///run/redis.sock?db=3",
            "redis+sentinel://h/main", "redis+sentinel://h:1,[::1],i/m-1._/2",
            "rediss+sentinel://u:p,q@h,i:26380/m/", "redis+sentinel://h,i",
            "redis+sentinel://h,i/", "redis+sentinel://h,/m",
            "redis+sentinel://,h/m", "redis+sentinel://h:0/m",
            "redis+sentinel://h,i:65536/m", "redis+sentinel://h/m/x",
            "redis+sentinel://h/m/0/0", "redis+sentinel://h/m?db=1",
            "redis+sentinel://h/m n", "redis+sentinel://h/" + "m" * 101,
            "redis+sentinel://h" + 7 * ",h" + "/m",
            "redis+sentinel://h" + 8 * ",h" + "/m", "redis-sentinel://h/m",
            "sqlite:/data/state", "redis://h:0", "redis://h:65536",
            "redis://h/65536", "redis://h/x", "redis://h?db=1", "redis://h/#f",
            "redis:h", "redis://", "REDIS://h", "sqlite:", "unix://h/x",
            "unix:///x?x=1", "/data/state", "memcached://h", "redis://h h"]


def boolean(_):
    return [True, False, "true", "false", "yes", "True", 2]


VALUES = {"ADDRESS": address, "BOOL": boolean, "COLUMNS": columns,
          "DURATION": duration,
          "ENDPOINT": endpoint, "FILE": lambda _: ["/dev/null"],
          "NUMBER": number, "SIZE": size, "STATE": state, "URL": url,
          "WORD": word}

# What Kubernetes needs otherwise: a port that it knows, on an address that
# others reach, and a path that does not depend on a working directory.
CHART_ONLY = {"ADDRESS": ["unix:/socket", "0.0.0.0:0"],
              "FILE": [os.path.relpath("/dev/null")],
              "STATE": ["sqlite:state"]}


def values(flag):
    return VALUES[flag["type"]](flag)


def values_of_servers_only(flag):
    """Those that the server accepts and the chart must not."""
    if flag["name"] == "admin_listen":
        return ["0.0.0.0:0"]
    return CHART_ONLY.get(flag["type"], [])
