"""What is measured, and against whom: ``python -m bench``."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))  # where PostgreSQL's server is
