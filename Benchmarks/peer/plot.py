"""The growth picture: time and memory over the number of interviews, both axes logarithmic."""

import math

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 420, 300, 64, 34, 44, 46
INK, GRID, LINE, DASH = "#333", "#ddd", "#1f6f8b", "#999"


def growth(points):
    """An SVG with a panel for seconds and one for MiB."""
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {HEIGHT}" '
        f'font-family="sans-serif" font-size="12" fill="{INK}">',
        f'<rect width="{2 * WIDTH}" height="{HEIGHT}" fill="white"/>',
        *panel(points, 0, "seconds", "Time (s)", ideal=True),
        *panel(points, WIDTH, "mebibytes", "Peak memory (MiB)", limit=256),
        "</svg>", ""])


def panel(points, offset, key, title, ideal=False, limit=None):
    xs = [math.log10(point["interviews"]) for point in points]
    values = [point[key] for point in points]
    low = math.floor(math.log10(min(values)))
    high = math.ceil(math.log10(max(values + ([limit] if limit else []))))
    first, last = math.floor(min(xs)), math.ceil(max(xs))

    def x(value):
        return offset + LEFT + (value - first) / max(last - first, 1) * (WIDTH - LEFT - RIGHT)

    def y(value):
        return HEIGHT - BOTTOM - (value - low) / max(high - low, 1) * (HEIGHT - TOP - BOTTOM)

    yield f'<text x="{offset + LEFT}" y="22" font-weight="bold">{title}</text>'
    for power in range(first, last + 1):
        yield f'<path d="M{x(power):.1f} {y(low):.1f}V{y(high):.1f}" stroke="{GRID}"/>'
        yield (f'<text x="{x(power):.1f}" y="{HEIGHT - 26}" text-anchor="middle">'
               f"{10 ** power:,}</text>")
    for power in range(low, high + 1):
        yield f'<path d="M{x(first):.1f} {y(power):.1f}H{x(last):.1f}" stroke="{GRID}"/>'
        label = f"{10 ** power:,}" if power >= 0 else f"{10.0 ** power:g}"
        yield (f'<text x="{offset + LEFT - 8}" y="{y(power) + 4:.1f}" text-anchor="end">'
               f"{label}</text>")
    yield (f'<text x="{offset + (WIDTH + LEFT) / 2:.0f}" y="{HEIGHT - 8}" '
           f'text-anchor="middle">interviews</text>')
    if ideal:
        # A line through the last point along which time is proportional to the number.
        start = math.log10(values[-1]) - (xs[-1] - max(xs[0], xs[-1] - math.log10(values[-1]) + low))
        begin = max(xs[0], xs[-1] - math.log10(values[-1]) + low)
        yield (f'<path d="M{x(begin):.1f} {y(start):.1f}L{x(xs[-1]):.1f} '
               f'{y(math.log10(values[-1])):.1f}" stroke="{DASH}" stroke-dasharray="4 4"/>')
        yield (f'<text x="{x(begin) + 8:.1f}" y="{y(start) - 2:.1f}" fill="{DASH}">'
               f"proportional</text>")
    if limit:
        yield (f'<path d="M{x(first):.1f} {y(math.log10(limit)):.1f}H{x(last):.1f}" '
               f'stroke="{DASH}" stroke-dasharray="4 4"/>')
        yield (f'<text x="{x(first) + 4:.1f}" y="{y(math.log10(limit)) - 5:.1f}" fill="{DASH}">'
               f"limit {limit}</text>")
    places = [(x(one), y(math.log10(value))) for one, value in zip(xs, values)]
    way = "L".join(f"{one:.1f} {other:.1f}" for one, other in places)
    yield f'<path d="M{way}" fill="none" stroke="{LINE}" stroke-width="2"/>'
    for (one, other), value in zip(places, values):
        yield f'<circle cx="{one:.1f}" cy="{other:.1f}" r="3.5" fill="{LINE}"/>'
        label = f"{value:,.0f}" if value >= 10 else f"{value:.2g}"
        # The first stands inside of the panel, so that it covers no label of the axis.
        anchor, shift = ("start", 4) if one == places[0][0] else ("middle", 0)
        yield (f'<text x="{one + shift:.1f}" y="{other - 9:.1f}" text-anchor="{anchor}">'
               f"{label}</text>")
