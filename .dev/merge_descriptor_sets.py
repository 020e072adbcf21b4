"""Merges descriptor sets that are concatenated in standard input.

Writes one FileDescriptorSet in which each file is once, to standard output.
Concatenated sets are a set, but not one that every reader accepts if a file is
in it twice. Needs no library of Protocol Buffers.
"""

import sys

NAME = FILE = 0x0a  # Field 1, with a length: the tag of both.


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7f) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def fields(data):
    """The contents of a message's fields, each with its encoding. Those of
    the set, and the first of a file, have a tag of one byte and a length."""
    at = 0
    while at < len(data):
        begin = at
        if data[at] != FILE:
            raise ValueError(f"no descriptor set: tag {data[at]} at {at}")
        size, at = varint(data, at + 1)
        at += size
        yield data[at - size:at], data[begin:at]


def name_of(file):
    if file[0] != NAME:
        raise ValueError("a file without a name")
    size, at = varint(file, 1)
    return file[at:at + size]


def main():
    seen = set()
    for file, encoded in fields(sys.stdin.buffer.read()):
        name = name_of(file)
        if name not in seen:
            seen.add(name)
            sys.stdout.buffer.write(encoded)


main()
