"""What may be said of SIP rules, SIP media applications and their tags."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from dialbook.domain import sip_media_applications, sip_rules
from dialbook.domain.refusal import Refusal
from dialbook.domain.rules import Rules
from dialbook.domain.sip import SipMediaApplication, SipRule, Target
from dialbook.domain.sip_rules import Wanted, refuse_enabled, refuse_missing, targets_of
from dialbook.domain.tags import refuse_unfit_keys, resource_of
from dialbook.domain.voice_connectors import VoiceConnector

NOW = datetime(2026, 3, 1, 12, 0, 0, 0, UTC)
LATER = NOW + timedelta(minutes=1)
LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function:answer"


def application(one: str, region: str = "us-east-1") -> SipMediaApplication:
    """Return an application."""
    return SipMediaApplication(
        account="123456789012",
        sip_media_application_id=one,
        name="Menu",
        aws_region=region,
        lambda_arn=LAMBDA,
        created_at=NOW,
        updated_at=NOW,
    )


APPLICATIONS = {
    "east": application("east"),
    "also east": application("also east"),
    "west": application("west", "us-west-2"),
}
RULE = SipRule(
    account="123456789012",
    sip_rule_id="rule",
    name="Rule",
    trigger_type="ToPhoneNumber",
    trigger_value="+12065550100",
    targets=(Target(sip_media_application_id="east", priority=1, aws_region="us-east-1"),),
    created_at=NOW,
    updated_at=NOW,
)


def test_targets_are_filled_from_their_applications() -> None:
    """In the order of the request: the region is the application's, the priority what was given."""
    wanted = [
        Wanted(sip_media_application_id="west", priority=2, aws_region="us-west-2"),
        Wanted(sip_media_application_id="east"),
    ]
    assert targets_of(wanted, APPLICATIONS) == (
        Target(sip_media_application_id="west", priority=2, aws_region="us-west-2"),
        Target(sip_media_application_id="east", priority=None, aws_region="us-east-1"),
    )


@pytest.mark.parametrize(
    "wanted",
    [
        [Wanted()],
        [Wanted(sip_media_application_id="nobody's")],
        [Wanted(sip_media_application_id="east", aws_region="us-west-2")],
        [Wanted(sip_media_application_id="east"), Wanted(sip_media_application_id="east")],
        [Wanted(sip_media_application_id="east"), Wanted(sip_media_application_id="also east")],
        [Wanted(sip_media_application_id="west"), Wanted(sip_media_application_id="east", aws_region="us-west-2")],
    ],
)
def test_unfit_targets_are_refused(wanted: list[Wanted]) -> None:
    """BadRequest, naming the member."""
    with pytest.raises(Refusal, match="TargetApplications") as caught:
        targets_of(wanted, APPLICATIONS)
    assert caught.value.code == "BadRequest"


def test_a_rule_is_revised() -> None:
    """What is given changes, and the time; what the rule is for stays."""
    renamed = msgspec.structs.replace(RULE, name="Other", updated_at=LATER)
    assert sip_rules.revise(RULE, "Other", None, None, LATER) == renamed
    off = msgspec.structs.replace(renamed, disabled=True, targets=())
    assert sip_rules.revise(RULE, "Other", True, (), LATER) == off
    assert sip_rules.revise(off, "Other", False, RULE.targets, LATER) == renamed


def test_only_what_is_there_can_be_enabled() -> None:
    """One deleted target is enough to refuse it."""
    refuse_missing(RULE.targets, APPLICATIONS)
    gone = Target(sip_media_application_id="gone", aws_region="eu-west-1")
    with pytest.raises(Refusal, match="deleted"):
        refuse_missing((*RULE.targets, gone), APPLICATIONS)


@pytest.mark.parametrize(("disabled", "lenient", "refused"), [(0, 0, 1), (0, 1, 0), (1, 0, 0), (1, 1, 0)])
def test_an_enabled_rule_is_kept_where_the_switch_says_so(disabled: int, lenient: int, refused: int) -> None:
    """Conflict, as the model has it."""
    rule = msgspec.structs.replace(RULE, disabled=bool(disabled))
    rules = Rules(delete_enabled_sip_rules=bool(lenient))
    if not refused:
        refuse_enabled(rule, rules)
        return
    with pytest.raises(Refusal) as caught:
        refuse_enabled(rule, rules)
    assert caught.value.code == "Conflict"


def test_an_application_is_revised() -> None:
    """What is given changes, and the time; with nothing given not even that."""
    one = APPLICATIONS["east"]
    assert sip_media_applications.revise(one, None, None, LATER) is one
    renamed = msgspec.structs.replace(one, name="Other", updated_at=LATER)
    assert sip_media_applications.revise(one, "Other", None, LATER) == renamed
    moved = msgspec.structs.replace(one, lambda_arn=LAMBDA + ":1", updated_at=LATER)
    assert sip_media_applications.revise(one, None, LAMBDA + ":1", LATER) == moved


def test_an_arn_says_what_it_names() -> None:
    """A voice connector or an application; nothing else has tags."""
    assert resource_of("arn:aws:chime:us-east-1:123456789012:sma/one") == (SipMediaApplication, "one")
    assert resource_of("arn:aws:chime:us-east-1:123456789012:vc/one") == (VoiceConnector, "one")
    for other in ("", "arn:aws:chime:us-east-1:1:sma/", "arn:aws:chime:us-east-1:1:vcg/x", "arn:aws:s3:a:b:vc/x"):
        assert resource_of(other) is None
    assert resource_of(APPLICATIONS["west"].arn) == (SipMediaApplication, "west")


@pytest.mark.parametrize(("keys", "fit"), [(["a", "A"], True), ([], True), (["a", "a"], False), (["aWS:x"], False)])
def test_keys_are_ones_own_and_each_is_given_once(keys: list[str], fit: bool) -> None:
    """BadRequest otherwise."""
    if fit:
        refuse_unfit_keys(keys)
        return
    with pytest.raises(Refusal) as caught:
        refuse_unfit_keys(keys)
    assert caught.value.code == "BadRequest"
