"""The collector of cycles, out of the way while very many plain things are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def not_collecting() -> Iterator[None]:
    """Look for no cycles meanwhile; also a decorator.

    For work that makes hundreds of thousands of things without cycles: the collector would look
    through all of them again and again, and find nothing. What is let go of is freed all the same.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
