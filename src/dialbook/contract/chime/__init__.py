"""The wire contract of chime.

Generated from botocore 1.44.5's model of chime 2018-05-01 by scripts/contract.py; do not edit.
"""

from __future__ import annotations

from dialbook.contract.chime.operations import CONTRACT

__all__ = ["CONTRACT"]
