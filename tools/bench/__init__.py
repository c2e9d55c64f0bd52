"""A name of a measure comes in; figures of the real program on a display of its own go out, beside what is asked."""
