"""Directives that write what each model says of every year, and how good that is."""

from functools import cache

from docutils import nodes
from generated import linked, table
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from caucasus_games.evidence import Yearly, yearly
from caucasus_games.models import (
    ceasefire,
    closing_window,
    commitment,
    deterrence_by_chance,
    guarantee,
    peacekeepers,
    rivalry,
)

# one of each family, but the largest, so that pages are built in seconds
_SHOWN = (
    ceasefire,
    closing_window,
    commitment,
    deterrence_by_chance,
    guarantee,
    peacekeepers,
    rivalry,
)


@cache
def asked() -> Yearly:
    """Return what they say, found once."""
    return yearly(_SHOWN)


class YearTable(SphinxDirective):
    """What the models say of every year, in hundredths."""

    def run(self) -> list[nodes.Node]:
        """Write the table."""
        rows = [
            [
                str(one.year),
                one.seen,
                *(f"{100 * one.said[m][1]:.0f}" if m in one.said else "" for m in asked().models),
            ]
            for one in asked().years
        ]
        head = ["year", "seen", *(name.replace("_", " ") for name in asked().models)]
        spans: dict[str, list[int]] = {}
        for one in asked().years:
            spans.setdefault(one.setup, []).append(one.year)
        told = ", ".join(f"``{name}`` from {years[0]}" for name, years in spans.items())
        lines = [f"In force: {told}.", "", *table(head, rows)]
        return self.parse_text_to_nodes("\n".join(lines))


class ScoreTable(SphinxDirective):
    """The scores of every model beside what needs none."""

    def run(self) -> list[nodes.Node]:
        """Write the table."""
        found = asked()
        rows = []
        for name in found.models:
            few, many = found.score(name, 25), found.score(name, 1000)
            rows.append(
                [
                    linked(name),
                    f"{few.brier:.3f}",
                    f"{few.skill:+.2f}",
                    f"{many.brier:.3f}",
                    f"{many.skill:+.2f}",
                ]
            )
        few, many = found.score("ceasefire", 25), found.score("ceasefire", 1000)
        for told, a, b in (
            ("base rate of the other years", few.base, many.base),
            ("the year before again", few.last, many.last),
        ):
            cells = [
                f"{a:.3f}",
                f"{1 - a / few.base:+.2f}",
                f"{b:.3f}",
                f"{1 - b / many.base:+.2f}",
            ]
            rows.append([f"*{told}*", *cells])
        head = ["said by", "Brier, 25 deaths", "skill", "Brier, 1,000", "skill"]
        return self.parse_text_to_nodes("\n".join(table(head, rows, "40 15 15 15 15")))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directives."""
    app.add_directive("year-table", YearTable)
    app.add_directive("score-table", ScoreTable)
    return {"parallel_read_safe": True}
