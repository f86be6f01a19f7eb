"""``python -m bot``."""

import gc
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""A text is short: more threads would only take the processor from the chats beside it. Numpy reads
this when it is first imported."""

gc.disable()  # while modules are read: they stay, and each look through them takes time

from bot.cli import main  # noqa: E402

gc.enable()

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
