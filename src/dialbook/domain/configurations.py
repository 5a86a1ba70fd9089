"""Documents that an account puts on a resource and gets back, such as a voice connector's origination."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Configuration(msgspec.Struct, frozen=True, kw_only=True):
    """One document of one resource."""

    table: ClassVar[str] = "configurations"
    key: ClassVar[tuple[str, ...]] = ("account", "resource_id", "kind")
    noun: ClassVar[str] = "configuration"

    account: str
    resource_id: str
    """The id of the voice connector or SIP media application that has it."""
    kind: str
    """Which document: the name of its shape in the contract, such as ``Origination``."""
    body: str
    """The document as JSON, as the contract has it."""
