"""Reading what a vendor answers, however much it sends."""

import aiohttp

LONGEST_ANSWER = 2**20
"""Bytes; LINE's and Telegram's answers to a call have a few hundred."""


class TooLarge(aiohttp.ClientError):
    """There is more of it than was asked for."""


async def answer(response: aiohttp.ClientResponse, limit: int = 0) -> bytes:
    """The whole body of an answer, LONGEST_ANSWER or *limit* at most. Raises TooLarge."""
    limit = limit or LONGEST_ANSWER
    length = response.content_length
    if length is not None and length <= limit and "Content-Encoding" not in response.headers:
        return await response.read()
    return await at_most(response, limit)


async def at_most(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """The body, but no more of it than one chunk over *limit* bytes. Raises TooLarge."""
    content = bytearray()
    if (response.content_length or 0) <= limit:
        async for chunk in response.content.iter_any():
            content += chunk
            if len(content) > limit:
                break
        else:
            return bytes(content)
    response.close()
    raise TooLarge(f"larger than {limit} bytes")
