"""Draws how CPU and memory grow, as SVG: two rows of panels."""

import html
import math

WIDTH, HEIGHT = 250, 190      # Of a panel's plot.
LEFT, TOP, GAP = 60, 40, 90   # Around it.
STYLE = """text { font: 12px sans-serif; fill: #222 }
.title { font-weight: bold } .axis { stroke: #888; fill: none }
.grid { stroke: #ddd } .line { stroke: #1f5fa8; stroke-width: 2; fill: none }
.point { fill: #1f5fa8 } .linear { stroke: #b33; stroke-dasharray: 5 4 }
.linear-text { fill: #b33 }"""


def tag(name, text=None, **attributes):
    words = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{value:.1f}"'
        if isinstance(value, float)
        else f' {key.rstrip("_").replace("_", "-")}="{value}"'
        for key, value in attributes.items())
    if text is None:
        return f"<{name}{words}/>"
    return f"<{name}{words}>{html.escape(text)}</{name}>"


class Log:
    """A scale of whole decades."""

    def __init__(self, values, length):
        self.low = math.floor(math.log10(min(values)))
        self.high = max(math.ceil(math.log10(max(values))), self.low + 1)
        self.length = length

    def at(self, value):
        return (math.log10(value) - self.low) / (
            self.high - self.low) * self.length

    def ticks(self):
        return [10.0 ** power for power in range(self.low, self.high + 1)]


class Linear:
    """A scale from zero."""

    def __init__(self, values, length):
        step = 10 ** math.floor(math.log10(max(values)))
        self.step = step / 2 if max(values) / step < 2.5 else step
        self.top = math.ceil(max(values) / self.step) * self.step
        self.length = length

    def at(self, value):
        return value / self.top * self.length

    def ticks(self):
        return [self.step * number
                for number in range(round(self.top / self.step) + 1)]


def shown(value):
    return f"{value:,.0f}" if value >= 1 or value == 0 else f"{value:g}"


def frame(x, y, x_scale, y_scale, title):
    bottom = y + HEIGHT
    parts = [tag("text", title, x=x, y=y - 12, class_="title")]
    for tick in x_scale.ticks():
        at = x + x_scale.at(tick)
        parts += [tag("line", x1=at, y1=float(y), x2=at, y2=float(bottom),
                      class_="grid"),
                  tag("text", shown(tick), x=at, y=bottom + 16,
                      text_anchor="middle")]
    for tick in y_scale.ticks():
        at = bottom - y_scale.at(tick)
        parts += [tag("line", x1=x, y1=at, x2=x + WIDTH, y2=at, class_="grid"),
                  tag("text", shown(tick), x=x - 6, y=at + 4,
                      text_anchor="end")]
    return parts + [tag("rect", x=x, y=y, width=WIDTH, height=HEIGHT,
                        class_="axis")]


def curve(x, y, x_scale, y_scale, points):
    places = [(x + x_scale.at(at), y + HEIGHT - y_scale.at(value))
              for at, value in points]
    line = " ".join(f"{left:.1f},{top:.1f}" for left, top in places)
    return [tag("polyline", points=line, class_="line")] + [
        tag("circle", cx=left, cy=top, r=4, class_="point")
        for left, top in places]


def linear_growth(x, y, x_scale, y_scale, points):
    """Through the last point: a curve above it on its left grows less."""
    last, value = points[-1]
    first = max(points[0][0], last * 10 ** y_scale.low / value)
    return [tag("line", x1=x + x_scale.at(first),
                y1=y + HEIGHT - y_scale.at(value * first / last),
                x2=x + x_scale.at(last), y2=y + HEIGHT - y_scale.at(value),
                class_="linear")]


def panel(x, y, axis, points, is_cpu):
    x_scale = Log([at for at, _ in points], WIDTH)
    values = [value for _, value in points]
    y_scale = Log(values, HEIGHT) if is_cpu else Linear(values, HEIGHT)
    what = "CPU, s" if is_cpu else "peak MiB"
    parts = frame(x, y, x_scale, y_scale, f"{axis}: {what}")
    if is_cpu:
        parts += linear_growth(x, y, x_scale, y_scale, points)
    return parts + curve(x, y, x_scale, y_scale, points)


def growth(panels):
    """The plot of {axis: [(at, CPU seconds, MiB)]}."""
    parts = []
    for column, (axis, points) in enumerate(panels.items()):
        x = LEFT + column * (WIDTH + GAP)
        parts += panel(x, TOP, axis, [(at, cpu) for at, cpu, _ in points],
                       True)
        parts += panel(x, TOP + HEIGHT + GAP, axis,
                       [(at, mib) for at, _, mib in points], False)
    width = LEFT + len(panels) * (WIDTH + GAP)
    height = 2 * (TOP + HEIGHT + GAP) - 60
    parts.append(tag("text", "dashed: linear growth", x=LEFT, y=height - 8,
                     class_="linear-text"))
    body = "\n".join(parts)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" '
            f'height="{height}" viewBox="0 0 {width} {height}">\n'
            f"<style>{STYLE}</style>\n"
            f'<rect width="100%" height="100%" fill="white"/>\n'
            f"{body}\n</svg>\n")
