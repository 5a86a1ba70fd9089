"""Emergency calling needs calls in both directions, so it comes last and goes first."""

from __future__ import annotations

from dialbook.domain.refusal import Refusal


def refuse_without_calls(originates: bool, terminates: bool) -> None:
    """Refuse to set emergency calling up on a voice connector without calls in both directions.

    AWS, in the older API: "Origination and termination settings must be enabled for the Amazon Chime Voice Connector before
    emergency calling can be configured." Raises Refusal BadRequest, for Conflict is not modelled.
    """
    if not (originates and terminates):
        raise Refusal("BadRequest", "Emergency calling must not be configured before Origination and Termination are.")


def refuse_to_turn_off(settings: str, emergency_calling: bool) -> None:
    """Refuse to delete or disable calls in one direction while emergency calling needs them.

    AWS: "If emergency calling is configured for the Voice Connector, it must be deleted prior to deleting the origination settings", and
    in the older API "prior to turning off" them; the same of termination. Raises Refusal BadRequest, for Conflict is not modelled.
    """
    if emergency_calling:
        raise Refusal("BadRequest", f"{settings} must not be turned off while emergency calling is configured.")
