"""What systemd is told of the player (sd_notify): ready, what is on, alive, leaving. Nothing where nobody asked.

The protocol is one datagram of `NAME=value` lines to the socket that `NOTIFY_SOCKET` names. It is in our own few lines
because the common library drops status text that is not ASCII.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress


class Notifier:
    """Tells the service manager that `environ` names; one that is not there costs nothing. Never raises, never blocks."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._address = _address(environ.get("NOTIFY_SOCKET", ""))
        self._status = ""
        self._ready = False
        self.every = _watchdog(environ) if self._address else None
        """Seconds between two signs of life, a third of what the manager allows; None where it expects none."""

    @property
    def listening(self) -> bool:
        """Whether anybody asked to be told."""
        return self._address is not None

    @property
    def waiting(self) -> bool:
        """Whether somebody waits to hear that the player is ready."""
        return self.listening and not self._ready

    def ready(self) -> None:
        """The first picture is on the glass; said once."""
        if not self._ready:
            self._ready = True
            self._send("READY=1")

    def status(self, text: str) -> None:
        """What is on, in one line, as `systemctl status` shows it; said when it changed."""
        line = " ".join(text.split())
        if line != self._status:
            self._status = line
            self._send(f"STATUS={line}")

    def alive(self) -> None:
        """The player keeps its promises."""
        self._send("WATCHDOG=1")

    def stopping(self) -> None:
        """The player leaves because it was asked to."""
        self._send("STOPPING=1")

    def _send(self, message: str) -> None:
        if self._address is None:
            return
        import socket  # noqa: PLC0415  # whoever runs without systemd does not pay for it

        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as link:
            link.setblocking(False)  # a manager that does not read must not stop the player
            link.sendto(message.encode("utf-8", "replace"), self._address)


def _address(name: str) -> str | None:
    """The socket's address: a path, or `@name` for one in the abstract name space; None for anything else."""
    if name.startswith("@"):
        return "\0" + name[1:]
    return name if name.startswith("/") else None


def _watchdog(environ: Mapping[str, str]) -> float | None:
    """Seconds between two signs of life, where this very process is to give them."""
    allowed, pid = environ.get("WATCHDOG_USEC", ""), environ.get("WATCHDOG_PID", "")
    if not allowed.isdecimal() or not int(allowed) or (pid and pid != str(os.getpid())):
        return None
    return int(allowed) / 3e6
