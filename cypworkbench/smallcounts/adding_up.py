"""Rounding that adds up: a total and its parts, each a neighbouring multiple, and the parts still come to the total.

It reads only what is shown. What is left of the total for the parts that are not shown is rounded as one further part,
so that the choice of neighbours tells a reader nothing of any one of them.
"""

from collections.abc import Mapping


def add_up(parts: Mapping[str, int], total: int, base: int) -> tuple[dict[str, int], int]:
    """Each part and the total as multiples of `base` next to them, the parts (and what is left) coming to the total.

    The total is rounded to the nearest multiple, halves up; parts with the largest remainders go up, those of one size
    in the order of their names. A multiple stays as it is. Raises ValueError where the parts come to more than that.
    """
    left = total - sum(parts.values())
    if left < 0:
        message = f"the parts come to {-left} more than {total}"
        raise ValueError(message)
    nearest = base * ((2 * total + base) // (2 * base))
    every = {**parts, "": left}
    below = {name: count // base * base for name, count in every.items()}
    up = (nearest - sum(below.values())) // base
    order = sorted(every, key=lambda name: (below[name] - every[name], name))
    raised = set(order[:up])
    made = {name: below[name] + (base if name in raised else 0) for name in parts}
    return made, nearest
