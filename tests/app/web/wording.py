"""What no sentence about figures may say."""

import re

NEVER = re.compile(r"caus|leads to|significan|almost all|no difference", re.IGNORECASE)
