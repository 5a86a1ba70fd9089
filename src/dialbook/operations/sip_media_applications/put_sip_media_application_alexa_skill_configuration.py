"""PutSipMediaApplicationAlexaSkillConfiguration: updates the Alexa Skill configuration for the SIP media application.

Differs from AWS: AWS has withdrawn it; here it works.
"""

from __future__ import annotations

from dialbook.contract.voice.sip_media_applications import (
    PutSipMediaApplicationAlexaSkillConfigurationRequest,
    PutSipMediaApplicationAlexaSkillConfigurationResponse,
    SipMediaApplicationAlexaSkillConfiguration,
)
from dialbook.domain.sip import SipMediaApplication
from dialbook.operations.context import Context
from dialbook.operations.documents import given, keep


async def put_sip_media_application_alexa_skill_configuration(
    request: PutSipMediaApplicationAlexaSkillConfigurationRequest, ctx: Context
) -> PutSipMediaApplicationAlexaSkillConfigurationResponse:
    """Say which Alexa skill an application has, in the place of the one before.

    AWS: "this API is no longer available for use", with Gone among its errors. Our choice: it works, for programs that still call it.
    """
    await ctx.tx.get(SipMediaApplication, (ctx.account, request.sip_media_application_id))
    skill = given(request.sip_media_application_alexa_skill_configuration, SipMediaApplicationAlexaSkillConfiguration)
    await keep(request.sip_media_application_id, skill, ctx)
    return PutSipMediaApplicationAlexaSkillConfigurationResponse(sip_media_application_alexa_skill_configuration=skill)
