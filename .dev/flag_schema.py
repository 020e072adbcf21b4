"""JSON schema for the values of a flag, by its declaration.

The schema accepts what the server accepts, as YAML writes it, and null or ""
for a value that is not set. It differs from the server where
  Kubernetes needs more: addresses have a fixed port, and paths are absolute;
  numbers are written: without quotes, and sizes without leading zeros;
  a pattern cannot compute: the range of a duration with several units or with
  a fraction, and February 29 of a year that has none.
"""

# In units of a flag's bounds, which are milliseconds and bytes. A nanosecond
# and a microsecond are less than one.
PER_UNIT = {"ns": (1, 10**6), "us": (1, 10**3), "ms": (1, 1), "s": (10**3, 1),
            "m": (60 * 10**3, 1), "h": (3600 * 10**3, 1)}
BYTES = {"[bB]?": 1, "[kK][bB]?": 10**3, "[mM][bB]?": 10**6,
         "[gG][bB]?": 10**9, "[kK][iI][bB]?": 2**10, "[mM][iI][bB]?": 2**20,
         "[gG][iI][bB]?": 2**30}
UNIT = "(ns|us|ms|s|m|h)"
COUNT = r"([0-9]+\.?[0-9]*|\.[0-9]+)"
FRACTION = r"([0-9]+\.[0-9]*|\.[0-9]+)"
DAY = ("[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
       "|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))")


def digits(first, last):
    """[3-7] for 3 and 7."""
    dash = "-" if last > first + 1 else ""
    return str(first) if first == last else f"[{first}{dash}{last}]"


def repeated(low, high):
    """As many digits."""
    if low == high:
        return ("" if not low else "[0-9]" if low == 1 else
                f"[0-9]{{{low}}}")
    return "[0-9]?" if (low, high) == (0, 1) else f"[0-9]{{{low},{high}}}"


def blocks(low, high):
    """The numbers as [prefix, number of free digits after it]."""
    while low <= high:
        free = 0
        while low and low % 10**(free + 1) == 0 and \
                low + 10**(free + 1) - 1 <= high:
            free += 1
        yield low // 10**free, free
        low += 10**free


def numbers(low, high):
    """A pattern of the whole numbers from low to high, without leading zeros."""
    runs = []  # [prefix but its last digit, first and last of it, free, free]
    for prefix, free in blocks(low, high):
        head, digit = divmod(prefix, 10)
        if runs and runs[-1][0] == head and runs[-1][2] == digit - 1 \
                and runs[-1][3] == free:
            runs[-1][2] = digit
        else:
            runs.append([head, digit, digit, free, free])
    merged = []
    for run in runs:
        if merged and merged[-1][:3] == run[:3] == [0, 1, 9] \
                and merged[-1][4] == run[3] - 1:
            merged[-1][4] = run[4]
        else:
            merged.append(run)
    return "|".join((str(head) if head else "") + digits(first, last)
                    + repeated(fewest, most)
                    for head, first, last, fewest, most in merged)


def scaled(low, high, unit):
    """The whole numbers of units from low to high, as a pattern or None."""
    low, high = -(-low // unit), high // unit
    return f"({numbers(low, high)})" if low <= high else None


def duration(flag):
    low, high = flag["min"], flag["max"]
    texts = [f"({COUNT}{UNIT}){{2,}}|{FRACTION}{UNIT}"]
    seconds = scaled(low, high, 10**3)
    texts += [f"0*{seconds}"] if seconds else []
    for name, (unit, parts) in PER_UNIT.items():
        amount = scaled(low * parts, high * parts, unit)
        texts += [f"0*{amount}{name}"] if amount else []
    return {"type": ["string", "integer", "null"],
            "minimum": -(-low // 1000), "maximum": high // 1000,
            "pattern": f"^({'|'.join(texts)})?$"}


def size(flag):
    low, high = flag["min"], flag["max"]
    texts = []
    for name, unit in BYTES.items():
        amount = scaled(low, high, unit)
        texts += [f"{amount} *{name}"] if amount else []
    return {"type": ["string", "integer", "null"],
            "minimum": low, "maximum": high,
            "pattern": f"^({'|'.join(texts)})?$"}


def number(flag):
    return {"type": ["integer", "null"], "minimum": flag["min"],
            "maximum": flag["max"]}


def word(flag):
    words = flag["words"]
    if not any("YYYY-MM-DD" in each for each in words):
        return {"enum": [*words, "", None]}
    texts = "|".join(each.replace("YYYY-MM-DD", DAY) for each in words)
    return {"type": ["string", "null"], "pattern": f"^({texts})?$"}


def columns(flag):
    names = "|".join(flag["words"])
    return {"type": ["string", "null"],
            "pattern": rf"^(\s*({names})\s*(,\s*\b|$))*\s*$"}


def url(_):
    host = "([-._~!$&'()*+,;=a-zA-Z0-9]|%[0-9a-fA-F]{2})+"
    path = "(/([-._~!$&'()*+,;=:@/a-zA-Z0-9]|%[0-9a-fA-F]{2})*)?"
    port = f"(:0*({numbers(1, 65535)}))?"
    return {"type": ["string", "null"],
            "pattern": rf"^([hH][tT][tT][pP][sS]?://({host}|\[[0-9a-fA-F:.]+\])"
                       f"{port}{path})?$"}


def path(_):
    return {"type": ["string", "null"], "pattern": "^(/.*)?$"}


def state(_):
    char = "[-._~!$&'()*+,;=:a-zA-Z0-9]"
    user = f"(({char}|%[0-9a-fA-F]{{2}})*@)?"
    host = r"([-._~!$&'()*+,;=a-zA-Z0-9]+|\[[0-9a-fA-F:.]+\])"
    port = f"(:0*({numbers(1, 65535)}))?"
    # That of a Sentinel has no comma, which separates them.
    sentinel = host.replace(",", "") + port
    sentinels = f"{sentinel}(,{sentinel}){{0,7}}"
    database = f"0*({numbers(0, 65535)})"
    socket = "(/([-._~!$&'()*+,;=:@/a-zA-Z0-9]|%[0-9a-fA-F]{2}){1,106})"
    return {"type": ["string", "null"],
            "pattern": f"^(sqlite:/.+|rediss?://{user}{host}{port}"
                       f"(/({database})?)?"
                       rf"|rediss?\+sentinel://{user}{sentinels}"
                       f"/[-._a-zA-Z0-9]{{1,100}}(/({database})?)?"
                       f"|unix://{user}{socket}(\\?db={database})?)?$"}


def boolean(_):
    return {"enum": [True, False, "true", "false", "", None]}


def definition(name):
    return lambda _: {"$ref": f"#/$defs/{name}"}


TYPES = {"ADDRESS": definition("address"), "BOOL": boolean,
         "COLUMNS": columns, "DURATION": duration,
         "ENDPOINT": definition("endpoint"), "FILE": path, "NUMBER": number,
         "SIZE": size, "STATE": state, "URL": url, "WORD": word}


def property_schema(flag):
    return TYPES[flag["type"]](flag)
