"""Write the wire contract as Python from the service models that botocore publishes.

``service`` reads a model and refuses what it does not know, ``modules`` decides which file holds a shape,
``source`` writes the text, ``files`` formats, writes and compares it.
"""

from __future__ import annotations
