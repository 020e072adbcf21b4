"""Measures in turn: what disturbs the machine disturbs all of them."""


def interleave(ways, runs):
    """The results of each way, a function, in the order of the rounds."""
    results = {name: [] for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            results[name].append(way())
    return results


def rates(results):
    return [one["rows"] / one["seconds"] for one in results]


def cpu_per_million(results, key="cpu"):
    return [1e6 * one[key] / one["rows"] for one in results]
