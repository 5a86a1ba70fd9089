"""The presets of the switches."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

from dialbook.domain.rules import PRESETS, PresetName, Rules


def test_a_test_bench_waits_seconds_and_has_no_quotas() -> None:
    """What takes days at AWS can be sat through, and nothing runs out."""
    relaxed = PRESETS["relaxed"]
    assert (
        Rules(
            calling_name_delay=timedelta(seconds=5),
            acquisition_delay=timedelta(seconds=1),
            deletion_delay=timedelta(minutes=5),
        )
        == relaxed
    )


def test_the_documented_rules() -> None:
    """72 hours, 7 days, and the quotas 5, 3, 3 and 30 (BEHAVIOUR.md 3.8)."""
    assert PRESETS["aws"] == Rules(
        calling_name_delay=timedelta(hours=72),
        default_calling_name_interval=timedelta(days=7),
        acquisition_delay=timedelta(seconds=10),
        deletion_delay=timedelta(days=7),
        phone_number_quota=5,
        voice_connector_quota=3,
        voice_connector_group_quota=3,
        voice_connector_group_size=3,
        sip_media_application_quota=30,
    )


def test_what_published_programs_rely_on_holds_under_every_preset() -> None:
    """They give up on an order after 25 seconds, and delete enabled SIP rules (BEHAVIOUR.md 6, R9 and R10)."""
    for rules in PRESETS.values():
        assert rules.acquisition_delay < timedelta(seconds=25)
        assert rules.delete_enabled_sip_rules


def test_every_preset_has_a_name_of_the_configuration() -> None:
    """What may be chosen is what there is."""
    assert set(PRESETS) == set(get_args(PresetName))
