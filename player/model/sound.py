"""What sound is between the decoder and the loudspeaker, whatever a film has: samples of 16 bits, left and right."""

from __future__ import annotations

RATE = 48_000
"""Samples a second."""

FRAME = 4
"""Bytes of a sample: left and right."""
