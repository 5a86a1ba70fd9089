"""GetSipMediaApplicationAlexaSkillConfiguration: gets the Alexa Skill configuration for the SIP media application.

Differs from AWS: AWS has withdrawn it; here it works.
"""

from __future__ import annotations

from dialbook.contract.voice.sip_media_applications import (
    GetSipMediaApplicationAlexaSkillConfigurationRequest,
    GetSipMediaApplicationAlexaSkillConfigurationResponse,
    SipMediaApplicationAlexaSkillConfiguration,
)
from dialbook.domain.sip import SipMediaApplication
from dialbook.operations.context import Context
from dialbook.operations.documents import existing


async def get_sip_media_application_alexa_skill_configuration(
    request: GetSipMediaApplicationAlexaSkillConfigurationRequest, ctx: Context
) -> GetSipMediaApplicationAlexaSkillConfigurationResponse:
    """Show which Alexa skill an application has.

    AWS: "this API is no longer available for use", with Gone among its errors. Our choice: it works, for programs that still call it.
    """
    await ctx.tx.get(SipMediaApplication, (ctx.account, request.sip_media_application_id))
    skill = await existing(request.sip_media_application_id, SipMediaApplicationAlexaSkillConfiguration, ctx)
    return GetSipMediaApplicationAlexaSkillConfigurationResponse(sip_media_application_alexa_skill_configuration=skill)
