"""Directives that write tables from the library, so that the pages cannot drift from it."""

import re
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import sympy
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from typer.main import get_command

from caucasus_games.cli import app
from caucasus_games.concepts import CONCEPTS
from caucasus_games.evidence import Hindsight, claims, hindsight
from caucasus_games.exact import show
from caucasus_games.games import CoalitionalGame, ExtensiveForm, MarkovGame, NormalForm
from caucasus_games.guarantors import named
from caucasus_games.models import MODELS, NAMED
from caucasus_games.parameters import NOTATION, Parameter, Parameters, in_dollars, load, vintages

KINDS: dict[type, str] = {
    NormalForm: "normal form",
    ExtensiveForm: "tree",
    CoalitionalGame: "coalitional game",
    MarkovGame: "Markov game",
}


def formula(expression: sympy.Expr) -> str:
    """Return a formula in the notation of these pages."""
    # a number that is offered has no letter of its own, nor has a name that a tree defines
    names = {s: NOTATION.get(s.name) or _in_words(s.name) for s in expression.free_symbols}
    return str(sympy.latex(sympy.factor_terms(expression), symbol_names=names))


def _in_words(name: str) -> str:
    return rf"\text{{{name.replace('_', ' ')}}}"


def table(head: list[str], rows: list[list[str]], widths: str = "auto") -> list[str]:
    """Return the lines of a list-table."""
    # the last cell of most holds a formula or a reason, which needs room
    room = [] if head[-1] in ("parameters", "") else ["   :class: wide-last"]
    lines = [".. list-table::", *room, "   :header-rows: 1", f"   :widths: {widths}", ""]
    for row in [head, *rows]:
        for k, cell in enumerate(row):
            lines.append(f"   {'* -' if k == 0 else '  -'} {cell}")
    return [*lines, ""]


def linked(model: str) -> str:
    """Return the name of a model as a link."""
    return f":func:`~caucasus_games.models.{model}`"


def cited(sources: str) -> str:
    """Return sources divided by ``;`` as citations, assumptions as they are."""
    keys = [part.strip() for part in sources.split(";")]
    return ", ".join(key if key.startswith("assumption:") else f":cite:t:`{key}`" for key in keys)


def parameter_rows(records: Parameters) -> list[list[str]]:
    """Return a row for each parameter."""
    return [
        [
            f"``{r.name}`` :math:`{NOTATION[r.name]}`",
            _span(r),
            f"{r.description} ({r.unit})",
            f"{r.as_of}: {_source(r)}",
        ]
        for r in records.values()
    ]


def _source(r: Parameter) -> str:
    cited = ", ".join(f":cite:t:`{key}`" for key in r.keys)
    reason = r.source[r.source.index("assumption:") :] if r.is_assumption else ""
    return "; ".join(part for part in (cited, reason) if part)


def _span(record: Parameter) -> str:
    low, central, high = (show(q, digits=6) for q in (record.low, record.central, record.high))
    fixed = record.distribution == "fixed"
    told = f"{central} (fixed)" if fixed else f"{central} ({low} to {high}{record.drawn})"
    money = in_dollars(record)
    if money is None:
        return told
    least, middle, most = (f"{float(x):.2g}" for x in money)
    return f"{told}; {middle} ({least} to {most}) billion $"


class ParameterTable(SphinxDirective):
    """All parameters of a vintage that do not depend on the guarantor."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write the table."""
        head = ["parameter", "central (range)", "meaning (unit)", "as of, source"]
        rows = parameter_rows(load(self.arguments[0]))
        return self.parse_text_to_nodes("\n".join(table(head, rows, "22 14 26 38")))


class ChangeTable(SphinxDirective):
    """What a later vintage changes."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write the table."""
        later = self.arguments[0]
        before, after = load(vintages()[0]), load(later)
        changed = after.select(name for name in after if after[name] != before[name])
        head = ["parameter", "central (range)", "meaning (unit)", "as of, source"]
        lines = table(head, parameter_rows(changed), "22 14 26 38")
        for name, setup in named(later).items():
            old = named(vintages()[0])[name].parameters
            own = setup.parameters
            new = own.select(k for k in own if own[k] != old[k])
            if new and not setup.partners:
                lines += [f"In ``{name}``:", "", *table(head, parameter_rows(new), "22 14 26 38")]
        return self.parse_text_to_nodes("\n".join(lines))


class SetupList(SphinxDirective):
    """Each named setup: its account, its sources and its numbers."""

    def run(self) -> list[nodes.Node]:
        """Write a part for each setup."""
        lines: list[str] = []
        for setup in named().values():
            lines += [f".. rubric:: {setup.name}: {setup.title}", ""]
            lines += [
                f"*In force: {setup.in_force}. Guarantor: {setup.guarantor or 'nobody'}.*",
                "",
            ]
            lines += [setup.account, "", f"Sources of the account: {cited(setup.sources)}.", ""]
            head = ["parameter", "central (range)", "meaning (unit)", "as of, source"]
            lines += table(head, parameter_rows(setup.parameters), "22 14 26 38")
        return self.parse_text_to_nodes("\n".join(lines))


class ConceptTable(SphinxDirective):
    """Each solution concept: its games, what it finds, and how it is read beyond values."""

    def run(self) -> list[nodes.Node]:
        """Write the table."""
        rows = [
            [
                f":func:`~caucasus_games.concepts.{one.name}`",
                f"{one.games}: {one.finds}",
                one.symbols.games if one.symbols else "no",
                one.draws.games if one.draws else "no",
            ]
            for one in CONCEPTS
        ]
        head = ["concept", "game: what is found", "theorems", "many draws"]
        return self.parse_text_to_nodes("\n".join(table(head, rows, "22 34 20 24")))


class DrawsTable(SphinxDirective):
    """Each solution concept that is read at many draws: how it is asked for, and of what."""

    def run(self) -> list[nodes.Node]:
        """Write the table."""
        rows = [[f"``{one.call}``", one.draws.games] for one in CONCEPTS if one.draws]
        return self.parse_text_to_nodes("\n".join(table(["solver", "game"], rows, "40 60")))


def _told_in(part: str, name: str) -> str:
    """Return the part of the library that offers a name: where it lives, or one above."""
    for one in (part, "comparison"):
        module = import_module(f"caucasus_games.{one}")
        if name in getattr(module, "__all__", [name]):
            break
    return module.__name__


class NameIndex(SphinxDirective):
    """The public names of a part of the library, each with its first line."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write the table."""
        part = import_module(self.arguments[0])
        lines = [".. autosummary::", "   :nosignatures:", ""]
        for name in part.__all__:
            own = getattr(part, name)
            if isinstance(own, ModuleType):
                lines.append(f"   ~{own.__name__}")
                continue
            # an alias of a type lives nowhere here; a name at the top is told of where it lives
            home, *rest = getattr(own, "__module__", "").split(".")
            if home == "caucasus_games":
                where = _told_in(rest[0], name) if part.__name__ == home else part.__name__
                lines.append(f"   ~{where}.{name}")
        return self.parse_text_to_nodes("\n".join(lines))


class ModelList(SphinxDirective):
    """Each model with its first line, players and parameters."""

    def run(self) -> list[nodes.Node]:
        """Write the table."""
        setup = named()["US_OPERATOR"]
        rows = []
        for model in MODELS:
            game = model(setup)
            rows.append(
                [
                    linked(model.name),
                    f"{model.summary} ({KINDS[type(game)]})",
                    ", ".join(game.players),
                    str(len(game.parameters)),
                ]
            )
        head = ["model", "what it is", "players under US_OPERATOR", "parameters"]
        return self.parse_text_to_nodes("\n".join(table(head, rows, "28 40 22 10")))


class ModelFunctions(SphinxDirective):
    """What is said of each model."""

    def run(self) -> list[nodes.Node]:
        """Write the description of each."""
        lines = [f".. autofunction:: caucasus_games.models.{model.name}" for model in MODELS]
        return self.parse_text_to_nodes("\n".join(lines))


class JoinTable(SphinxDirective):
    """What each model gives to a join."""

    def run(self) -> list[nodes.Node]:
        """Write the table."""
        rows = []
        for model in MODELS:
            if model.gives:
                solved = model.gives.concept
                read = f":func:`~caucasus_games.concepts.{solved}`"
                other = model.gives.game
                of = f" of {linked(other.__name__)}" if other else ""
                rows.append([linked(model.name), str(model.gives.way), read + of])
        head = ["model", "gives", "read from the equilibria by"]
        return self.parse_text_to_nodes("\n".join(table(head, rows, "20 50 30")))


class ClaimTable(SphinxDirective):
    """Each claim of the article with the models, parameters and pages that hold it."""

    def run(self) -> list[nodes.Node]:
        """Write the table."""
        rows = []
        for claim in claims().values():
            held: dict[str, list[str]] = {}
            for name in claim.models:
                held.setdefault(NAMED[name].family, []).append(linked(name))
            found = "; ".join(f":doc:`{page}`: {', '.join(names)}" for page, names in held.items())
            remark = f" ({claim.remark})" if claim.remark else ""
            rows.append(
                [
                    claim.number,
                    f"{claim.text}{remark}. *{claim.kind.capitalize()}*: {cited(claim.sources)}",
                    found or "none",
                    ", ".join(f"``{name}``" for name in claim.parameters) or "none",
                ]
            )
        head = ["no.", "claim, kind and source", "pages and models", "parameters"]
        return self.parse_text_to_nodes("\n".join(table(head, rows, "6 44 26 24")))


class HindsightTable(SphinxDirective):
    """What the models say of each moment beside what happened."""

    def run(self) -> list[nodes.Node]:
        """Write a part for each moment."""
        lines: list[str] = []
        moments: dict[str, list[Hindsight]] = {}
        for row in hindsight():
            moments.setdefault(row.moment, []).append(row)
        for moment, answers in moments.items():
            first = answers[0]
            lines += [f".. rubric:: {moment}, {first.setup}", ""]
            said = f"{first.account} In the model's terms: {first.reason}."
            lines += [f"{said} {cited(first.sources)}.", ""]
            cells = [[linked(r.model), r.said, r.happened, r.verdict] for r in answers]
            lines += table(["model", "says", "happened", ""], cells, "34 36 20 10")
        return self.parse_text_to_nodes("\n".join(lines))


class PayoffTable(SphinxDirective):
    """The payoffs of a model under a setup, one row for each different end."""

    required_arguments = 2
    option_spec = {"players": directives.unchanged}  # noqa: RUF012  # as docutils declares it

    def run(self) -> list[nodes.Node]:
        """Write the table."""
        model, setup = self.arguments
        game = NAMED[model](named()[setup])
        if isinstance(game, NormalForm):
            ends = [
                (", ".join(p), " or ".join(game.outcomes[p]), payoffs)
                for p, payoffs in game.payoffs.items()
            ]
        else:
            ends = [
                (", ".join(v.history), v.outcome, v.payoffs)
                for v in game.short or game.vertices
                if not v.children
            ]
        alike: dict[tuple[str, tuple[sympy.Expr, ...]], list[str]] = {}
        for where, outcome, payoffs in ends:
            alike.setdefault((outcome, payoffs), []).append(where)
        rows = []
        for (outcome, payoffs), places in alike.items():
            more = f" (and {len(places) - 1} alike)" if len(places) > 1 else ""
            lines = [
                f"| {player} :math:`{formula(f)}`"
                for player, f in zip(game.players, payoffs, strict=True)
            ]
            rows.append([places[0] + more, outcome, "\n       ".join(lines)])
        head = ["after" if not isinstance(game, NormalForm) else "profile", "outcome", "payoffs"]
        lines = table(head, rows, "28 12 60")
        if isinstance(game, ExtensiveForm) and game.definitions:
            named_rows = [
                [name.replace("_", " "), f":math:`{formula(f)}`"]
                for name, f in game.definitions.items()
            ]
            lines += ["where", "", *table(["name", "stands for"], named_rows, "30 70")]
        return self.parse_text_to_nodes("\n".join(lines))


class ReleaseNotes(SphinxDirective):
    """What changed, by version, from the changelog."""

    def run(self) -> list[nodes.Node]:
        """Write a section's worth for each version."""
        root = Path(self.env.srcdir).parent
        text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
        self.env.note_dependency(str(root / "CHANGELOG.md"))
        versions = text[text.index("\n## ") :]
        told = re.sub(r"(?<!`)`(?!`)", "``", versions)
        told = re.sub(r"^##+ (.*)$", r".. rubric:: \1", told, flags=re.MULTILINE)
        return self.parse_text_to_nodes(told)


class CommandList(SphinxDirective):
    """Every command with what it takes, below the headings of the help."""

    def run(self) -> list[nodes.Node]:
        """Write a section's worth for each."""
        lines: list[str] = []
        for heading, commands in _grouped(get_command(app)).items():
            lines += [f".. rubric:: {heading}", ""]
            for name, command in commands.items():
                lines += _told(name, command)
        return self.parse_text_to_nodes("\n".join(lines))


def _grouped(group: Any) -> dict[str, dict[str, Any]]:
    """Return commands by heading; those of a command that has more are below it."""
    found: dict[str, dict[str, Any]] = {}
    for name, command in group.commands.items():
        if hasattr(command, "list_commands"):
            # which reads them
            names = command.list_commands(None)
            found[command.help] = {f"{name} {n}": command.get_command(None, n) for n in names}
        else:
            found.setdefault(command.rich_help_panel, {})[name] = command
    return found


def _told(name: str, command: Any) -> list[str]:
    taken = [p for p in command.params if p.param_type_name == "argument"]
    call = " ".join([f"caucasus-games {name}", *(f"[{p.name.upper()}]" for p in taken)])
    rows = [
        [" ".join(f"``{o}``" for o in _spelled(p)), p.help, _default(p.default)]
        for p in command.params
    ]
    shown = table(["option", "what it says", "if left out"], rows, "22 56 22") if rows else []
    return [f".. rubric:: ``{call}``", "", command.help, "", *shown]


def _spelled(parameter: Any) -> list[str]:
    """Return how an option is written, or the name of an argument."""
    if parameter.param_type_name == "argument":
        return [parameter.name.upper()]
    return [*parameter.opts, *parameter.secondary_opts]


def _default(value: object) -> str:
    return f"``{value}``" if value not in (None, "", False) else ""


def setup(sphinx: Sphinx) -> dict[str, bool]:
    """Register the directives."""
    sphinx.add_directive("release-notes", ReleaseNotes)
    sphinx.add_directive("command-list", CommandList)
    sphinx.add_directive("parameter-table", ParameterTable)
    sphinx.add_directive("change-table", ChangeTable)
    sphinx.add_directive("setup-list", SetupList)
    sphinx.add_directive("concept-table", ConceptTable)
    sphinx.add_directive("draws-table", DrawsTable)
    sphinx.add_directive("name-index", NameIndex)
    sphinx.add_directive("model-list", ModelList)
    sphinx.add_directive("payoff-table", PayoffTable)
    sphinx.add_directive("model-functions", ModelFunctions)
    sphinx.add_directive("join-table", JoinTable)
    sphinx.add_directive("claim-table", ClaimTable)
    sphinx.add_directive("hindsight-table", HindsightTable)
    return {"parallel_read_safe": True}
