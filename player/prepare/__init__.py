"""Slides come in, frames ready for the glass go out, painted ahead of time in a worker under limits."""
