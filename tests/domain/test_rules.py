"""The presets of the switches."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

from dialbook.domain.rules import PRESETS, PresetName, Rules


def test_the_presets() -> None:
    """AWS's calling names take up to 72 hours and a test bench's a few seconds; nothing else differs."""
    assert {
        "relaxed": Rules(
            calling_name_delay=timedelta(seconds=5),
            calling_name_interval=timedelta(0),
            business_calling_in_voice=False,
        ),
        "aws": Rules(
            calling_name_delay=timedelta(hours=72),
            calling_name_interval=timedelta(0),
            business_calling_in_voice=False,
        ),
    } == PRESETS


def test_every_preset_has_a_name_of_the_configuration() -> None:
    """What may be chosen is what there is."""
    assert set(PRESETS) == set(get_args(PresetName))
