"""Emergency calling, as the documents of a voice connector have it."""

from __future__ import annotations

from dialbook.contract.voice.voice_connector_configuration import EmergencyCallingConfiguration, Origination
from dialbook.contract.voice.voice_connector_termination import Termination
from dialbook.domain.emergency_calling import refuse_to_turn_off, refuse_without_calls
from dialbook.operations.context import Context
from dialbook.operations.documents import document_of


async def refuse_before_calls(voice_connector_id: str, ctx: Context) -> None:
    """Refuse to set emergency calling up before both directions are."""
    origination = await document_of(voice_connector_id, Origination, ctx)
    termination = await document_of(voice_connector_id, Termination, ctx)
    refuse_without_calls(_enabled(origination), _enabled(termination))


async def refuse_while_needed(voice_connector_id: str, shape: type[Origination | Termination], ctx: Context) -> None:
    """Refuse to turn one direction off while emergency calling is configured. One without a number is not. Our choice."""
    emergency = await document_of(voice_connector_id, EmergencyCallingConfiguration, ctx)
    refuse_to_turn_off(shape.__name__, emergency is not None and bool(emergency.dnis))


def _enabled(settings: Origination | Termination | None) -> bool:
    return settings is not None and not settings.disabled
