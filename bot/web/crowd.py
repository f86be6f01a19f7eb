"""How many of the same address are here at once, and how many bytes strangers hold in memory."""

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

HOUSEHOLD_BITS = 56
"""Of an IPv6 address: what a household is given, often; the rest it chooses itself."""


def read_address(text: str | None) -> Address | None:
    """The address in *text*, None where there is none. IPv4 within IPv6 counts as IPv4."""
    try:
        address = ipaddress.ip_address((text or "").strip().split("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def counted_as(address: Address | None) -> str:
    """Whose use an address counts as; "" for nobody's: unknown, or this machine itself, where a
    proxy may stand for everybody."""
    if address is None or address.is_loopback:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, HOUSEHOLD_BITS), strict=False).network_address)
    return str(address)


class Crowd:
    """Counts who is here, by address; "" is nobody in particular and never too many."""

    def __init__(self, most_of_one: int) -> None:
        self._most = most_of_one
        self._present: dict[str, int] = {}

    def enter(self, who: str) -> bool:
        """Whether *who* may come in; counted, if so."""
        if not who:
            return True
        present = self._present.get(who, 0)
        if present >= self._most:
            return False
        self._present[who] = present + 1
        return True

    def leave(self, who: str) -> None:
        """One of *who*'s goes."""
        left = self._present.get(who, 0) - 1
        if left > 0:
            self._present[who] = left
        else:
            self._present.pop(who, None)


class Room:
    """Bytes that may be held in memory together."""

    def __init__(self, most: int) -> None:
        self.left = most

    def take(self, amount: int) -> bool:
        """Whether *amount* more bytes may be held; counted, if so."""
        if amount > self.left:
            return False
        self.left -= amount
        return True

    def give_back(self, amount: int) -> None:
        """*amount* bytes are held no longer."""
        self.left += amount
