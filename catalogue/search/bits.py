"""Sets of entry numbers as Python ints: bit 7 stands for entry 7, `|` is or, `&` is and, `bit_count()` counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

# Bytes looked at in one step on the way to a deep page: long strides first, then shorter ones.
_STRIDES = (4096, 256, 16)


def of(numbers: Iterable[int], size: int) -> int:
    """The set of these numbers, all of them below `size`."""
    buffer = bytearray(size // 8 + 1)
    for number in numbers:
        buffer[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(buffer, "little")


def page(bits: int, skip: int, take: int) -> list[int]:
    """Members in ascending order, `take` of them after the first `skip`; a deep page costs what the first costs."""
    data = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    start = 0
    for stride in _STRIDES:
        while start < len(data) and (inside := _word(data, start, stride).bit_count()) <= skip:
            skip, start = skip - inside, start + stride
    found: list[int] = []
    while start < len(data) and len(found) < skip + take:
        found += _members(_word(data, start, 8), start * 8)
        start += 8
    return found[skip : skip + take]


def tiered_page(tiers: Iterable[int], skip: int, take: int) -> list[int]:
    """The same over disjoint sets, all of an earlier one before any of a later one."""
    found: list[int] = []
    for tier in tiers:
        count = tier.bit_count()
        if skip < count:
            found += page(tier, skip, take - len(found))
        skip = max(0, skip - count)
        if len(found) >= take:
            break
    return found


def _word(data: bytes, start: int, length: int) -> int:
    return int.from_bytes(data[start : start + length], "little")


def _members(word: int, offset: int) -> Iterator[int]:
    while word:
        lowest = word & -word
        yield offset + lowest.bit_length() - 1
        word ^= lowest
