"""Passwords are hashed as Django does, but where visitors do not wait for it."""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from .tending import POLITE


def take_back() -> None:
    """This thread comes after those that answer. It could not come forward again, so it does nothing else."""
    if sys.platform == "linux":  # where each thread has a priority of its own
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + POLITE)


_behind = ThreadPoolExecutor(2, "hashing", initializer=take_back)


class PoliteHasher(PBKDF2PasswordHasher):
    """A hash takes a quarter of a second of a processor, which it takes when nobody else wants it."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        return _behind.submit(super().encode, password, salt, iterations).result()
