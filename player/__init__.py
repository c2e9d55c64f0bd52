"""青播 Qingbo: a watched folder comes in, finished pictures go out to the glass, on time, for years."""

__version__ = "0.1.0"
