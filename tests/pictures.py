"""Pictures for tests: small, real, and each like no other."""

import io

from PIL import Image


def jpeg(shade: int = 120) -> bytes:
    """A JPEG of a few pixels in a *shade* of grey (0 to 255)."""
    kept = io.BytesIO()
    Image.new("RGB", (8, 8), (shade, shade, shade)).save(kept, "JPEG")
    return kept.getvalue()
