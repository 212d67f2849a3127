r"""A guarantor setup: who guarantees the agreement, with what means.

It binds the parameters that describe the guarantor. Two guarantors that act independently are one
setup: :math:`\gamma = 1 - (1-\gamma_1)(1-\gamma_2)`, and likewise for detection and enforcement.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape

from caucasus_games.errors import GameError, unknown
from caucasus_games.guarantors.joint import RULES, joint, together
from caucasus_games.guarantors.regime import NUMBERS, Regime
from caucasus_games.parameters import Parameter, Parameters
from caucasus_games.parameters.data import guarantor_vocabulary, setup_records, vintages
from caucasus_games.text.plain import counted, plain

Value = object | tuple[object, object, object] | Parameter

_CHOSEN = "assumption: chosen by the user"


@dataclass(frozen=True, repr=False)
class GuarantorSetup:
    """Who guarantees the agreement, and the sourced ranges of what it can do.

    Make one with :meth:`define`, :meth:`derive` or :meth:`combine`; the nine named ones are in
    :mod:`caucasus_games.guarantors`.

    Parameters
    ----------
    name : str
        How results call it.
    guarantor : str or None
        The player that guarantees; ``None`` if nobody does.
    parameters : Parameters
        The guarantor's ten parameters, and others of one's own.
    title : str
        What it is, in a phrase.
    in_force : str
        When it was in force, or ``"hypothetical"``.
    partners : tuple of str
        Others that share in it without a move of their own.
    account : str
        Who, when, with what mandate, and what happened.
    sources : str
        Keys of the bibliography for the account, divided by ``;``.
    vintage : str
        The vintage of the common parameters that models add to it.

    Raises
    ------
    GameError
        If a parameter is missing, or the vintage is unknown.

    Examples
    --------
    >>> from caucasus_games.guarantors import US_OPERATOR
    >>> US_OPERATOR
    US_OPERATOR: American operator of the transit (guarantor: United States)
    >>> US_OPERATOR.parameters["detection"]
    detection = 0.8 [0.5, 0.95] probability: probability that a violation is seen and attributed
    """

    name: str
    guarantor: str | None
    parameters: Parameters
    title: str = ""
    in_force: str = "hypothetical"
    partners: tuple[str, ...] = ()
    account: str = ""
    sources: str = _CHOSEN
    vintage: str = "2025-07"

    def __post_init__(self) -> None:
        vocabulary = guarantor_vocabulary()
        missing = [name for name in vocabulary if name not in self.parameters]
        if missing:
            raise GameError(
                f"setup {self.name!r} lacks {', '.join(missing)}: "
                "use GuarantorSetup.define, which fills them with those of NONE"
            )
        if self.vintage not in vintages():
            raise unknown("vintage", self.vintage, vintages())
        object.__setattr__(self, "partners", tuple(self.partners))
        object.__setattr__(self, "__doc__", self.account or self.title)

    @classmethod
    def define(
        cls,
        name: str,
        guarantor: str | None,
        *,
        title: str = "",
        source: str = _CHOSEN,
        vintage: str = "2025-07",
        **values: Value,
    ) -> "GuarantorSetup":
        """Make a setup of your own; what is not given is as if there were no guarantor.

        Parameters
        ----------
        name : str
            How results call it.
        guarantor : str or None
            The player that guarantees.
        title : str
            What it is, in a phrase.
        source : str
            Where the values come from; keys of the bibliography or ``assumption: why``.
        vintage : str
            The vintage of the common parameters.
        **values : exact number, (low, central, high) or Parameter
            The guarantor's parameters by name; one of your own as a
            :class:`~caucasus_games.parameters.Parameter` with its source.

        Returns
        -------
        GuarantorSetup
            The new setup.

        Raises
        ------
        GameError
            If a parameter is unknown or a value is not an exact number.

        Examples
        --------
        >>> force = GuarantorSetup.define(
        ...     "EU_FORCE", "European Union", guarantor_credibility=("0.2", "0.5", "0.8")
        ... )
        >>> force.parameters["guarantor_credibility"].high
        Fraction(4, 5)
        """
        nobody = cls("NONE", None, Parameters(setup_records("NONE", vintage)), vintage=vintage)
        return replace(
            nobody.derive(name, title=title, source=source, **values), guarantor=guarantor
        )

    def derive(
        self, name: str, *, title: str = "", source: str = _CHOSEN, **values: Value
    ) -> "GuarantorSetup":
        """Return a setup like this one with some parameters changed.

        Parameters
        ----------
        name : str
            How results call the new setup.
        title : str
            What it is; by default this setup's title with the changes.
        source : str
            Where the new values come from.
        **values : exact number, (low, central, high) or Parameter
            The parameters to change, or to add as a
            :class:`~caucasus_games.parameters.Parameter` with its source.

        Returns
        -------
        GuarantorSetup
            The new setup.

        Raises
        ------
        GameError
            If a parameter is unknown or a value is not an exact number.

        Examples
        --------
        >>> from caucasus_games.guarantors import US_OPERATOR
        >>> US_OPERATOR.derive("FIRM", guarantor_credibility="0.9").title
        'American operator of the transit, with guarantor_credibility = 0.9'
        """
        vocabulary = guarantor_vocabulary()
        records = []
        for key, value in values.items():
            if isinstance(value, Parameter):
                if value.name != key:
                    raise GameError(f"{key} is given the parameter {value.name}: use one name")
                records.append(value)
            elif key in vocabulary:
                records.append(_record(key, value, source))
            else:
                refused = unknown("guarantor parameter", key, vocabulary)
                raise GameError(f"{refused}; one of your own is given as a Parameter with a source")
        changes = ", ".join(f"{r.name} = {float(r.central):g}" for r in records)
        return replace(
            self,
            name=name,
            title=title or ", with ".join(part for part in (self.title, changes) if part),
            parameters=self.parameters.override(records),
            account="",
            sources=source,
        )

    def with_regime(self, regime: "Regime | GuarantorSetup", name: str = "") -> "GuarantorSetup":
        """Return the setup with the same guarantor and other checks on the transit.

        Parameters
        ----------
        regime : Regime or GuarantorSetup
            Who runs the checks, or a setup that has them so.
        name : str
            How results call the new setup; by default both names.

        Returns
        -------
        GuarantorSetup
            The new setup.

        Raises
        ------
        GameError
            If it is neither a regime nor a setup.

        Examples
        --------
        >>> from caucasus_games.guarantors import US_OPERATOR, regimes
        >>> US_OPERATOR.with_regime(regimes()["ARMENIAN_CHECKS"]).name
        'US_OPERATOR, ARMENIAN_CHECKS'
        """
        if not isinstance(regime, Regime | GuarantorSetup):
            raise GameError(
                f"a regime is one of guarantors.regimes(), or a setup that has it; got {regime!r}"
            )
        brought = regime.title if isinstance(regime, Regime) else f"the checks of {regime.title}"
        return replace(
            self,
            name=name or f"{self.name}, {regime.name}",
            title=f"{self.title}, with {brought or regime.name}",
            parameters=self.parameters.override(regime.parameters[number] for number in NUMBERS),
            account="",
        )

    def combine(self, other: "GuarantorSetup", name: str, *, title: str = "") -> "GuarantorSetup":
        """Return the setup in which this guarantor and another act independently.

        The first keeps the move and runs the checks on the transit. The setup acts, detects or
        removes the gain unless both fail to, and Armenia bears what either costs its sovereignty.
        Stake, value and costs of the second are its own: they do not weigh on the first.

        Parameters
        ----------
        other : GuarantorSetup
            The second guarantor.
        name : str
            How results call the joint setup.
        title : str
            What it is.

        Returns
        -------
        GuarantorSetup
            The joint setup.

        Raises
        ------
        GameError
            If one of them has no guarantor.

        Examples
        --------
        >>> from caucasus_games.guarantors import EU_MONITORS, US_OPERATOR
        >>> joint = US_OPERATOR.combine(EU_MONITORS, "BOTH")
        >>> joint.parameters["detection"].central
        Fraction(47, 50)
        """
        if self.guarantor is None or other.guarantor is None:
            raise GameError(
                f"cannot combine {self.name} with {other.name}: both must have a guarantor"
            )
        records = [joint(self.parameters[key], other.parameters[key], RULES[key]) for key in RULES]
        # how those of one's own add up is not known: the first guarantor's stay
        records += [r for name, r in other.parameters.items() if name not in self.parameters]
        return replace(
            self,
            name=name,
            title=title or f"{self.title} and {other.title}",
            in_force="hypothetical",
            partners=(*self.partners, other.guarantor, *other.partners),
            parameters=self.parameters.override(records),
            account="",
            sources=together(self.sources, other.sources),
        )

    def __repr__(self) -> str:
        return plain(
            f"{self.name}: {self.title or 'setup'} (guarantor: {self.guarantor or 'nobody'})"
        )

    def _repr_html_(self) -> str:
        account = f"<p>{escape(self.account)}</p>" if self.account else ""
        return f"<p><b>{escape(repr(self))}</b></p>{account}{self.parameters._repr_html_()}"


def _record(name: str, value: Value, source: str) -> Parameter:
    words: Mapping[str, str] = guarantor_vocabulary()[name]
    span = value if isinstance(value, tuple) else (value, value, value)
    if len(span) != 3:
        raise GameError(
            f"{name} has {counted(len(span), 'value')}: give one number, or (low, central, high)"
        )
    low, central, high = span
    return Parameter(
        name=name,
        description=words["description"],
        unit=words["unit"],
        low=low,
        central=central,
        high=high,
        source=source,
        distribution="triangular" if isinstance(value, tuple) and low != high else "fixed",
    )
