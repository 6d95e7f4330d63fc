"""Frameworks, their controls, and the themes that join rules to controls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Assessment: TypeAlias = Literal["automated", "partial", "manual"]


@dataclass(frozen=True, slots=True)
class Theme:
    """A technical subject that rules declare and controls ask for."""

    id: str
    """Its name in rules and controls."""
    title: str
    """In words."""
    definition: str
    """What belongs to it."""


@dataclass(frozen=True, slots=True)
class Control:
    """One requirement of a framework."""

    id: str
    """The framework's own id: `CC6.1`, `164.312(a)(1)`, `Art.32(1)(a)`."""
    title: str
    """Our own short title."""
    assessment: Assessment
    """How far configuration can evidence it."""
    themes: tuple[str, ...]
    """Themes whose failed rules are deficiencies of this control."""
    supporting_themes: tuple[str, ...]
    """Themes that give context and never pass or fail the control."""
    include: tuple[str, ...] = ()
    """Rules that bear on it besides those of its themes."""
    exclude: tuple[str, ...] = ()
    """Rules of its themes that do not bear on it."""
    reason: str = ""
    """Why rules are included or excluded."""


@dataclass(frozen=True, slots=True)
class Framework:
    """A catalogue of controls."""

    id: str
    """`soc2`, `hipaa`, `gdpr`, `zero-trust`, `nist-800-53`."""
    name: str
    """Its full name."""
    version: str
    """The edition the catalogue follows."""
    publisher: str
    """Who publishes it."""
    catalogue_version: str
    """Version of our catalogue of it."""
    controls: tuple[Control, ...]
    """In the framework's order."""
