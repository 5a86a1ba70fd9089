"""The wire contract of chime-sdk-voice.

Generated from botocore 1.44.5's model of chime-sdk-voice 2022-08-03 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from dialbook.contract.voice.operations import CONTRACT

__all__ = ["CONTRACT"]
