"""The presets of the switches."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest
from msgspec.structs import fields

from dialbook.domain.rules import PRESETS, PresetName, Rules, in_force


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
    """72 hours, 7 days, the quotas 5, 3, 3 and 30 (BEHAVIOUR.md 3.8), and a rate that is our choice."""
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
        request_rate=10,
    )


def test_what_published_programs_rely_on_holds_under_every_preset() -> None:
    """They give up on an order after 25 seconds, and delete enabled SIP rules (BEHAVIOUR.md 6, R9 and R10)."""
    for rules in PRESETS.values():
        assert rules.acquisition_delay < timedelta(seconds=25)
        assert rules.delete_enabled_sip_rules


def test_every_rule_says_what_it_is() -> None:
    """Its description is a sentence, which help and manual have from it."""
    for rule in fields(Rules):
        _, *metas = get_args(rule.type)
        assert [meta.description for meta in metas if meta.description.endswith(".")], rule.name


def test_every_preset_has_a_name_of_the_configuration() -> None:
    """What may be chosen is what there is."""
    assert set(PRESETS) == set(get_args(PresetName))


@pytest.mark.parametrize("preset", PRESETS)
def test_a_switch_comes_before_the_preset(preset: PresetName) -> None:
    """Everything else stays as the preset has it; None is no limit, and false is said as loudly as true."""
    rules = in_force(preset, {"phone_number_quota": None, "delete_enabled_sip_rules": False, "batch_limit": 2})
    assert (rules.phone_number_quota, rules.delete_enabled_sip_rules, rules.batch_limit) == (None, False, 2)
    assert in_force(preset, {}) == PRESETS[preset]
    assert rules.deletion_delay == PRESETS[preset].deletion_delay


def test_a_switch_that_there_is_not() -> None:
    """It is an error, not a switch without effect."""
    with pytest.raises(TypeError):
        in_force("aws", {"phone_number_quote": 2})
