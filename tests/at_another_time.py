"""``python -m bot`` with its clock put to CLOCK_STARTS_AT, from where it runs on."""

import os
import sys
from datetime import datetime

from bot import clock
from bot.__main__ import main

starts_at = datetime.fromisoformat(os.environ["CLOCK_STARTS_AT"])
really = clock.now
began = really()
clock.now = lambda: starts_at + (really() - began)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
