"""How long an answer takes: a fixed time, or one from a distribution. What is drawn depends on its arguments alone."""

from __future__ import annotations

import math
from typing import Annotated

import msgspec
from msgspec import Meta

from dialbook.domain.refusal import Refusal

LONGEST_SECONDS = 900.0
"""No answer is held back for longer: our choice, well beyond the minute after which clients give up."""


class Distribution(
    msgspec.Struct, frozen=True, kw_only=True, rename="pascal", tag_field="Distribution", forbid_unknown_fields=True
):
    """What delays are drawn from, in seconds."""


Seconds = Annotated[float, Meta(extra_json_schema={"minimum": 0, "maximum": LONGEST_SECONDS})]


class Uniform(Distribution, frozen=True, kw_only=True, tag="Uniform"):
    """Every delay between two is as likely as any other."""

    least: Seconds
    most: Seconds


class Exponential(Distribution, frozen=True, kw_only=True, tag="Exponential"):
    """Mostly short delays, and now and then a long one."""

    mean: Seconds


class Lognormal(Distribution, frozen=True, kw_only=True, tag="Lognormal"):
    """What networks and services look like: most delays near the median, and a long tail."""

    median: Seconds
    sigma: Annotated[float, Meta(extra_json_schema={"minimum": 0, "maximum": 10})]
    """The standard deviation of the delay's logarithm."""


Delay = Seconds | Uniform | Exponential | Lognormal


def refuse_unfit_delay(delay: Delay) -> None:
    """Refuse a delay that no answer can have. Raises Refusal BadRequest."""
    times: tuple[float, ...]
    match delay:
        case Uniform():
            times = (delay.least, delay.most)
            if not delay.least <= delay.most:
                raise Refusal("BadRequest", "Least must not be greater than Most.")
        case Exponential():
            times = (delay.mean,)
        case Lognormal():
            times = (delay.median,)
            if not 0 <= delay.sigma <= 10:
                raise Refusal("BadRequest", "Sigma must be from 0 to 10.")
        case _:
            times = (delay,)
    if not all(0 <= seconds <= LONGEST_SECONDS for seconds in times):
        raise Refusal("BadRequest", f"A delay must be from 0 to {LONGEST_SECONDS:.0f} seconds.")


def draw(delay: Delay, part: float) -> float:
    """Return the delay in seconds below which ``part`` (from 0 to 1, without 1) of all delays are, at most the longest."""
    match delay:
        case Uniform():
            seconds = delay.least + (delay.most - delay.least) * part
        case Exponential():
            seconds = -delay.mean * math.log1p(-part)
        case Lognormal():
            seconds = delay.median * math.exp(delay.sigma * _standard_normal(part))
        case _:
            seconds = delay
    return min(seconds, LONGEST_SECONDS)


def _standard_normal(part: float) -> float:
    from statistics import NormalDist  # noqa: PLC0415 - costly to import

    return NormalDist().inv_cdf(max(part, 2.0**-54))
