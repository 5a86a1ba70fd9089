"""PutSipMediaApplicationAlexaSkillConfiguration through boto3 against the running application."""

from __future__ import annotations

from typing import Any

import pytest

from operations.documents import (
    APPLICATION,
    SKILL,
    check_refused,
    check_replaced,
    check_round_trip,
    check_strangers,
    ready,
)
from running import RunningServer, error_of

OTHER_SKILL = "amzn1.application-oa2-client." + "f9" * 16


def test_it_is_kept_as_it_was_put(server: RunningServer) -> None:
    """AWS says that it is no longer available; here it works. Our choice."""
    check_round_trip(server, SKILL)


def test_another_takes_its_place(server: RunningServer) -> None:
    """An inactive one."""
    check_replaced(server, SKILL, {"AlexaSkillIds": [OTHER_SKILL], "AlexaSkillStatus": "INACTIVE"})


@pytest.mark.parametrize(
    ("skills", "message"),
    [
        ([OTHER_SKILL, OTHER_SKILL], "AlexaSkillIds must have at most 1 item."),
        (["a-skill"], r"AlexaSkillIds[0] must match the pattern amzn1\.application-oa2-client\.[0-9a-fA-F]{32}."),
    ],
)
def test_an_application_has_one_skill(server: RunningServer, skills: list[str], message: str) -> None:
    """400, and what was there before stays."""
    document: dict[str, Any] = {"AlexaSkillIds": skills, "AlexaSkillStatus": "ACTIVE"}
    check_refused(server, SKILL, document, f"{SKILL.shape}.{message}")


def test_a_configuration_must_be_given(server: RunningServer) -> None:
    """400 where the model lets it be left out. Our choice."""
    put = ready(server, SKILL).put_sip_media_application_alexa_skill_configuration
    message = "SipMediaApplicationAlexaSkillConfiguration must be given."
    assert error_of(put, SipMediaApplicationId=APPLICATION) == (400, "BadRequestException", message)


def test_only_the_accounts_own_application_is_found(server: RunningServer) -> None:
    """404 for an unknown SIP media application and for one of another account, in the same words, whatever is put."""
    check_strangers(server, "PutSipMediaApplicationAlexaSkillConfiguration", APPLICATION)
