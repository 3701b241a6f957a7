"""A trusted timestamp for a signed pack: the question out, the answer in. See `signing.timestamp`."""


def question(pdf: bytes) -> bytes:
    """The timestamp request for a signed pack. Raises Refusal when it is not signed, or was changed."""
    from cypworkbench.signing import timestamp  # pyHanko: only when asked for

    return timestamp.question(pdf)


def stamp(pdf: bytes, answer: bytes) -> bytes:
    """The pack with the authority's answer behind its signatures. Raises Refusal where it does not fit."""
    from cypworkbench.signing import timestamp  # pyHanko: only when asked for

    return timestamp.stamp(pdf, answer)
