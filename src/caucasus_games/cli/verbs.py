"""A command for a function of the library, made from its signature, so that both say the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from inspect import Parameter, Signature, cleandoc
from pathlib import Path
from typing import Annotated, Any

from caucasus_games.cli.derived import found_by
from caucasus_games.cli.options import AsFormat, Format, option
from caucasus_games.cli.output import tell
from caucasus_games.cli.taken import Taken, under

_FILE = Annotated[Path, option("Which file to write.", "--output", "-o")]


@dataclass(frozen=True)
class Verb:
    """A function of the library as a command.

    Parameters
    ----------
    function : callable
        What is asked; its parameters are options.
    group : str
        Under which heading of the help.
    defaults : mapping of str to object
        Options that have another default on the command line.
    name : str
        Of the command; by default that of the function, with hyphens.
    output : str
        Which file is written if none is named; empty where the result is told.
    write : callable, optional
        Writes the result, which it has found when it is ready to, to a file.
    help : str
        What it does; by default the first line about the function.
    """

    function: Callable[..., Any]
    group: str
    defaults: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    output: str = ""
    write: Callable[[Callable[[], Any], Path], None] | None = None
    help: str = ""

    @property
    def spelled(self) -> str:
        """How it is called on the command line."""
        return self.name or self.function.__name__.replace("_", "-")

    @property
    def told(self) -> str:
        """What its help says first."""
        return self.help or cleandoc(self.function.__doc__ or "").partition("\n")[0]

    @cached_property
    def found(self) -> Taken:
        """What its function finds, from options."""
        return found_by(self.function)

    @property
    def otherwise(self) -> str:
        """Under which setup the game of a model is asked about if none is named."""
        return str(self.defaults.get("setup", "NONE"))

    @property
    def options(self) -> list[Parameter]:
        """Its options as parameters, with their annotation and default."""
        taken = dict(self.found.options)
        defaults = {**self.found.defaults, **self.defaults}
        if "free" in taken:
            # a game from a file has no setup, so that none is no default
            taken["setup"] = under(self.otherwise)
            defaults["setup"] = ""
        return [
            Parameter(
                name,
                Parameter.KEYWORD_ONLY,
                default=defaults.get(name, Parameter.empty),
                annotation=annotation,
            )
            for name, annotation in taken.items()
        ]

    def ask(self, *, form: Format = Format.table, output: Path | None = None, **given: Any) -> None:
        """Ask, with the default of each option that is not given, and tell or write the answer."""
        asked = {one.name: one.default for one in self.options} | given
        asked["otherwise"] = self.otherwise
        if self.write is None:
            tell(self.found.read(asked), form)
        else:
            self.write(lambda: self.found.read(asked), output or Path(self.output))

    def command(self) -> Callable[..., None]:
        """Return a function that typer takes, with an option for each parameter."""
        last = (
            Parameter("form", Parameter.KEYWORD_ONLY, default=Format.table, annotation=AsFormat)
            if self.write is None
            else Parameter(
                "output", Parameter.KEYWORD_ONLY, default=Path(self.output), annotation=_FILE
            )
        )

        def command(**given: Any) -> None:
            self.ask(**given)

        command.__doc__ = self.told
        command.__signature__ = Signature([*self.options, last])  # type: ignore[attr-defined]
        command.__annotations__ = {}
        return command
