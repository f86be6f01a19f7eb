"""A line chart of what grows with what, as SVG: the sizes on a logarithmic axis."""

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT = 860, 440
LEFT, RIGHT, TOP, BOTTOM = 70, 285, 56, 56
COLOURS = ("#0b6e99", "#b3541e", "#4c7d2a", "#7a3e9d", "#8a6d00")
LABEL_STEP = 18


def chart(
    title: str,
    lines: Mapping[str, Mapping[int, float]],
    goal: float,
    axes: tuple[str, str],
) -> str:
    """*lines* by name: a value for each size. *goal* is drawn across; *axes* are named across and
    up."""
    sizes = sorted({size for points in lines.values() for size in points})
    most = max(goal, *(value for points in lines.values() for value in points.values())) * 1.15
    frame = _Frame(sizes, most)
    drawn = [*_grid(frame, axes), _goal(frame, goal)]
    for colour, points in zip(COLOURS, lines.values(), strict=False):
        drawn.append(_line(frame, points, colour))
    drawn += _names(frame, lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="13" fill="#222">\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n'
        f'<text x="{LEFT}" y="28" font-size="16" font-weight="bold">{escape(title)}</text>\n'
        + "\n".join(drawn)
        + "\n</svg>\n"
    )


class _Frame:
    """Where sizes and values lie."""

    def __init__(self, sizes: Sequence[int], most: float) -> None:
        self.sizes, self.most = sizes, most

    def across(self, size: int) -> float:
        low, high = math.log10(self.sizes[0]), math.log10(self.sizes[-1])
        share = (math.log10(size) - low) / (high - low or 1)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def up(self, value: float) -> float:
        return HEIGHT - BOTTOM - value / self.most * (HEIGHT - TOP - BOTTOM)


def _grid(frame: _Frame, axes: tuple[str, str]) -> list[str]:
    bottom, right = frame.up(0), WIDTH - RIGHT
    found = []
    step = 0.25 if frame.most < 2.5 else 10 ** math.floor(math.log10(frame.most)) / 2
    for number in range(int(frame.most / step) + 1):
        y = frame.up(number * step)
        found.append(f'<path d="M{LEFT} {y:.1f}H{right}" stroke="#ddd"/>')
        found.append(
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{number * step:g}</text>'
        )
    for size in frame.sizes:
        x = frame.across(size)
        found.append(f'<path d="M{x:.1f} {TOP}V{bottom:.1f}" stroke="#ddd"/>')
        found.append(
            f'<text x="{x:.1f}" y="{bottom + 20:.1f}" text-anchor="middle">{size:,}</text>'
        )
    middle = (LEFT + right) / 2
    found.append(
        f'<text x="{middle}" y="{HEIGHT - 12}" text-anchor="middle">{escape(axes[0])}</text>'
    )
    found.append(f'<text x="{LEFT}" y="{TOP - 8}">{escape(axes[1])}</text>')
    return found


def _goal(frame: _Frame, goal: float) -> str:
    y = frame.up(goal)
    return (
        f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#c00" stroke-dasharray="6 4"/>'
        f'<text x="{LEFT + 6}" y="{y - 6:.1f}" fill="#c00">at most {goal:g}</text>'
    )


def _line(frame: _Frame, points: Mapping[int, float], colour: str) -> str:
    at = [(frame.across(size), frame.up(value)) for size, value in sorted(points.items())]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in at)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in at)
    return f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>{dots}'


def _names(frame: _Frame, lines: Mapping[str, Mapping[int, float]]) -> list[str]:
    """Beside the last point of each, none over another."""
    ends = [
        (frame.up(points[max(points)]), points[max(points)], name, colour)
        for colour, (name, points) in zip(COLOURS, lines.items(), strict=False)
    ]
    found, lowest = [], 0.0
    for y, value, name, colour in sorted(ends):
        lowest = max(y + 4, lowest + LABEL_STEP)
        text = f"{name}: {value:.2f}"
        found.append(
            f'<text x="{WIDTH - RIGHT + 12}" y="{lowest:.1f}" fill="{colour}">{escape(text)}</text>'
        )
    return found
