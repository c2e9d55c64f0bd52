"""The loudspeaker: samples go into a queue of SDL's and come out at the device, one after the other without a gap.

SDL itself is asked, by its queue (`SDL_QueueAudio`), which works alike with every driver: pygame's mixer plays sound by sound, and
leaves it to chance what is between them. No process but the speaker's opens a device: a sound server that hangs holds up the call.
"""

from __future__ import annotations

import ctypes
from typing import Any

from player.model.sound import FRAME, RATE
from player.screen.sdl import library

CHUNK = 1024
"""Samples that the device takes at once: 21 ms."""

_CHANNELS = 2
_AUDIO = 0x10  # SDL_INIT_AUDIO
_S16LE = 0x8010  # AUDIO_S16LSB
_STOPPED = 0  # SDL_AUDIO_STOPPED: the device is gone
_FULL = 128  # SDL_MIX_MAXVOLUME


class NoDevice(OSError):
    """There is no loudspeaker, or it does not answer."""


class _Spec(ctypes.Structure):
    """SDL_AudioSpec of SDL 2."""

    _fields_ = (
        ("freq", ctypes.c_int),
        ("format", ctypes.c_uint16),
        ("channels", ctypes.c_uint8),
        ("silence", ctypes.c_uint8),
        ("samples", ctypes.c_uint16),
        ("padding", ctypes.c_uint16),
        ("size", ctypes.c_uint32),
        ("callback", ctypes.c_void_p),
        ("userdata", ctypes.c_void_p),
    )


class Speaker:
    """The device that the system plays sound on, open until it is closed. Every call may hang with the sound server. Raises NoDevice."""

    def __init__(self) -> None:
        self._sdl = sdl = library()
        sdl.SDL_GetError.restype = ctypes.c_char_p
        sdl.SDL_GetCurrentAudioDriver.restype = ctypes.c_char_p
        sdl.SDL_OpenAudioDevice.argtypes = [ctypes.c_char_p, ctypes.c_int, *[ctypes.c_void_p] * 2, ctypes.c_int]
        sdl.SDL_QueueAudio.argtypes = [ctypes.c_uint32, ctypes.c_char_p, ctypes.c_uint32]
        sdl.SDL_GetQueuedAudioSize.restype = ctypes.c_uint32
        sdl.SDL_MixAudioFormat.argtypes = [
            *(ctypes.c_char_p, ctypes.c_char_p, ctypes.c_uint16, ctypes.c_uint32, ctypes.c_int)
        ]
        if sdl.SDL_InitSubSystem(_AUDIO) != 0:
            raise NoDevice(self._error())
        wanted, given = _Spec(RATE, _S16LE, _CHANNELS, 0, CHUNK), _Spec()
        self._device: int = sdl.SDL_OpenAudioDevice(None, 0, ctypes.byref(wanted), ctypes.byref(given), 0)
        if not self._device:
            error = self._error()
            sdl.SDL_QuitSubSystem(_AUDIO)
            raise NoDevice(error)
        self.name = (sdl.SDL_GetCurrentAudioDriver() or b"").decode("utf-8", "replace")
        """Through which of the system's ways of sound it is played: pulseaudio, alsa, wasapi …"""
        sdl.SDL_GetAudioDeviceName.restype = ctypes.c_char_p
        self.device = (sdl.SDL_GetAudioDeviceName(0, 0) or b"").decode("utf-8", "replace")
        """The first of the devices, by the name that people know."""
        sdl.SDL_PauseAudioDevice(self._device, 0)

    def queue(self, piece: bytes) -> None:
        """The samples are heard after those that wait. Raises NoDevice where the device is gone."""
        if self._sdl.SDL_GetAudioDeviceStatus(self._device) == _STOPPED:
            raise NoDevice("the device is gone")
        if self._sdl.SDL_QueueAudio(self._device, piece, len(piece)) != 0:
            raise NoDevice(self._error())

    @property
    def waiting(self) -> int:
        """How many samples wait in the queue."""
        return int(self._sdl.SDL_GetQueuedAudioSize(self._device)) // FRAME

    def softened(self, piece: bytes, volume: int) -> bytes:
        """The samples at `volume` percent."""
        if volume >= 100:
            return piece
        soft = ctypes.create_string_buffer(len(piece))
        self._sdl.SDL_MixAudioFormat(soft, piece, _S16LE, len(piece), round(volume * _FULL / 100))
        return soft.raw

    def close(self) -> None:
        """The device is let go of; what waits is not heard."""
        self._sdl.SDL_CloseAudioDevice(self._device)
        self._sdl.SDL_QuitSubSystem(_AUDIO)

    def _error(self) -> str:
        said: Any = self._sdl.SDL_GetError()
        return (said or b"").decode("utf-8", "replace") or "no sound"
