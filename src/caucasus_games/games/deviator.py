"""What somebody gains who deviates once in a repeated game, and all go on as they have agreed."""

from dataclasses import dataclass

import sympy

from caucasus_games.games.normal_form import NormalForm
from caucasus_games.games.profiles import Profile


@dataclass(frozen=True)
class Deviator:
    """A player by seat, its discount factor, and what is played before and after a deviation."""

    stage: NormalForm
    i: int
    factor: sympy.Expr
    seen: sympy.Expr
    periods: int | None
    kept: Profile
    mine: Profile

    def others(self, path: Profile) -> list[str]:
        """Return what it may do instead."""
        own = self.stage.actions[self.stage.players[self.i]]
        return [action for action in own if action != path[self.i]]

    def gain(self, path: Profile, action: str) -> sympy.Expr:
        """Return what another action gains at once."""
        return self.worth((*path[: self.i], action, *path[self.i + 1 :]), path)

    def worth(self, path: Profile, than: Profile) -> sympy.Expr:
        """Return how much better a path is than another, in a period."""
        return self.stage.payoffs[path][self.i] - self.stage.payoffs[than][self.i]

    def later(self, count: int) -> sympy.Expr:
        """Return what so many periods count, from the next one on."""
        return sympy.Add(*(self.factor**k for k in range(1, count + 1)))

    def from_target(self) -> dict[str, sympy.Expr]:
        """Return what each deviation from what is kept to gains."""
        loss = self.seen * self.worth(self.mine, self.kept)
        found = {}
        for b in self.others(self.kept):
            now = self.gain(self.kept, b)
            found[f"{b} once"] = (
                (1 - self.factor) * now + self.factor * loss
                if self.periods is None
                else now + self.later(self.periods) * loss
            )
        return found

    def from_punishment(self, of: str, path: Profile) -> dict[str, sympy.Expr]:
        """Return what each deviation gains while somebody is punished, which then begins anew."""
        found = {}
        for b in self.others(path):
            name, now = f"{b} in the punishment of {of}", self.gain(path, b)
            if self.periods is None:
                change = self.factor * self.seen * self.worth(self.mine, path)
                found[name] = (1 - self.factor) * now + change
                continue
            anew = self.later(self.periods) * self.worth(self.mine, self.kept)
            for left in range(1, self.periods + 1):
                stay = self.later(left - 1) * self.worth(path, self.kept)
                when = f", {left} left" if self.periods > 1 else ""
                found[name + when] = now + self.seen * (anew - stay)
        return found
