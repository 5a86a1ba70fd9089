"""What a voice connector streams of its calls, and who is told of it."""

from __future__ import annotations

from collections.abc import Sequence

from dialbook.domain.refusal import Refusal


def refuse_unfit_targets(targets: Sequence[str | None]) -> None:
    """Refuse a target that does not say what it is. Our choice, as the older API's model has it."""
    if None in targets:
        raise Refusal("BadRequest", "StreamingNotificationTargets must each have a NotificationTarget.")


def refuse_unfit_insights(configuration_arn: str | None, disabled: bool | None) -> None:
    """Refuse call analytics that are on and have no configuration. Our choice."""
    if configuration_arn is None and not disabled:
        raise Refusal("BadRequest", "MediaInsightsConfiguration must have a ConfigurationArn unless it is Disabled.")
