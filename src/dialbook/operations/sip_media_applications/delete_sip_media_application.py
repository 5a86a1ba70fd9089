"""DeleteSipMediaApplication: deletes a SIP media application."""

from __future__ import annotations

from dialbook.contract.voice.sip_media_applications import DeleteSipMediaApplicationRequest
from dialbook.domain.refusal import Refusal
from dialbook.domain.sip import SipMediaApplication
from dialbook.operations.context import Context
from dialbook.operations.documents import discard_all
from dialbook.operations.sip_targets import has_enabled_rule
from dialbook.operations.tagging import untag


async def delete_sip_media_application(request: DeleteSipMediaApplicationRequest, ctx: Context) -> None:
    """Delete an application with its tags and documents, once its rules are disabled or gone (BEHAVIOUR.md 3.7).

    Deleting it removes no rules: those that are disabled keep it among their targets, and cannot be enabled with it.
    """
    application = await ctx.tx.get(SipMediaApplication, (ctx.account, request.sip_media_application_id))
    if await has_enabled_rule(application, ctx):
        raise Refusal(
            "Conflict", "The SIP rules of the SIP media application must be disabled or deleted before it is deleted."
        )
    await untag(application.arn, ctx)
    await discard_all(application.sip_media_application_id, ctx)
    await ctx.tx.remove(application)
