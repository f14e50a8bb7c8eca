"""Netstrings: how baresip's control port frames its JSON."""


def encode(data):
    return b"%d:%s," % (len(data), data)


def decode(pending):
    """(complete messages, rest)"""
    messages = []
    while True:
        length, colon, rest = pending.partition(b":")
        if not colon or len(rest) < int(length) + 1:
            return messages, pending
        messages.append(rest[:int(length)])
        pending = rest[int(length) + 1:]
