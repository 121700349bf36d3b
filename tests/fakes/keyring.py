"""Keyrings that behave in the ways real ones do."""

from __future__ import annotations

import threading


class MemoryKeyring:
    """A keyring that works."""

    def __init__(self) -> None:
        self.passwords: dict[tuple[str, str], str] = {}
        self.threads: set[str] = set()

    def get_password(self, service: str, username: str) -> str | None:
        self.threads.add(threading.current_thread().name)
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.passwords[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.passwords[service, username]


class NullKeyring(MemoryKeyring):
    """Takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        return


class FrozenKeyring(MemoryKeyring):
    """Does not answer until it is thawed."""

    def __init__(self) -> None:
        super().__init__()
        self.thawed = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.thawed.wait()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.thawed.wait()


class KeyringLocked(Exception):
    """Named as the error of the keyring package."""


class RaisingKeyring(MemoryKeyring):
    """Raises the same error for every call."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self._error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self._error

    def delete_password(self, service: str, username: str) -> None:
        raise self._error
