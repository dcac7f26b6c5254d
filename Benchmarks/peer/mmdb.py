"""A small writer of MaxMind DB files, for data that is made up. Standard library only."""

import struct
import sys
from array import array

EMPTY = 0xFFFFFFFF
LEAF = 0x80000000


class Wide(int):
    """An integer that is written as uint64 whatever its size."""


class DataSection:
    """Values, each different one written once; equal maps and texts inside are pointers."""

    def __init__(self):
        self.bytes = bytearray()
        self.places = {}

    def add(self, value):
        """The offset of a value in the section."""
        if isinstance(value, dict):
            key = ("map", *(part for pair in value.items() for part in (pair[0], repr(pair[1]))))
        else:
            key = repr(value)
        place = self.places.get(key)
        if place is None:
            encoded = self._encoded(value)
            place = self.places[key] = len(self.bytes)
            self.bytes += encoded
        return place

    def _pointer(self, value):
        place = self.add(value)
        if place < 2048:
            return bytes([0x20 | place >> 8, place & 0xFF])
        if place < 526336:
            place -= 2048
            return bytes([0x28 | place >> 16, place >> 8 & 0xFF, place & 0xFF])
        place -= 526336
        return bytes([0x30 | place >> 24, place >> 16 & 0xFF, place >> 8 & 0xFF, place & 0xFF])

    def _encoded(self, value):
        if isinstance(value, dict):
            parts = bytearray(control(7, len(value)))
            for name, inner in value.items():
                parts += self._pointer(name)
                shared = isinstance(inner, (dict, list, str))
                parts += self._pointer(inner) if shared else self._encoded(inner)
            return bytes(parts)
        if isinstance(value, list):
            parts = bytearray(control(11, len(value)))
            for inner in value:
                parts += self._pointer(inner) if isinstance(inner, dict) else self._encoded(inner)
            return bytes(parts)
        return scalar(value)


def scalar(value):
    if isinstance(value, str):
        text = value.encode()
        return control(2, len(text)) + text
    if isinstance(value, float):
        return control(3, 8) + struct.pack(">d", value)
    size = (value.bit_length() + 7) // 8
    kind = 9 if isinstance(value, Wide) else 5 if size <= 2 else 6
    return control(kind, size) + int(value).to_bytes(size, "big")


def control(kind, size):
    assert size < 285
    first = bytes([kind << 5 | min(size, 29)]) if kind < 8 else bytes([min(size, 29), kind - 7])
    return first + bytes([size - 29]) if size >= 29 else first


class Tree:
    """Nodes of two records each; a record is a node, `EMPTY`, or `LEAF` with an offset."""

    def __init__(self):
        self.nodes = array("I")

    def reserve(self):
        """A node whose records are set later."""
        self.nodes.append(EMPTY)
        self.nodes.append(EMPTY)
        return len(self.nodes) // 2 - 1

    def insert(self, bits, length, record):
        """Puts a record behind the first bits; the way there is made where it is missing."""
        node = 0
        for position in range(length - 1):
            side = bits >> (127 - position) & 1
            following = self.nodes[2 * node + side]
            if following == EMPTY:
                following = self.reserve()
                self.nodes[2 * node + side] = following
            node = following
        self.nodes[2 * node + (bits >> (128 - length) & 1)] = record

    def write(self, path, data, kind, epoch):
        """The whole file: tree with records of 32 bits, data, metadata."""
        count = len(self.nodes) // 2
        shift = count + 16 - LEAF
        records = array("I", [count if r == EMPTY else r + shift if r & LEAF else r
                              for r in self.nodes])
        if sys.byteorder == "little":
            records.byteswap()
        with open(path, "wb") as file:
            file.write(records.tobytes())
            file.write(bytes(16))
            file.write(data.bytes)
            file.write(b"\xab\xcd\xefMaxMind.com" + metadata(count, kind, epoch))


def metadata(count, kind, epoch):
    """What stands behind the data: a map without pointers."""

    def pair(name, encoded):
        return scalar(name) + encoded

    number = Wide(epoch)
    return (
        control(7, 9)
        + pair("binary_format_major_version", scalar(2))
        + pair("binary_format_minor_version", scalar(0))
        + pair("build_epoch", scalar(number))
        + pair("database_type", scalar(kind))
        + pair("description", control(7, 1) + pair("en", scalar("made up for measuring")))
        + pair("ip_version", scalar(6))
        + pair("languages", control(11, 1) + scalar("en"))
        + pair("node_count", control(6, 4) + count.to_bytes(4, "big"))
        + pair("record_size", scalar(32))
    )
