"""Runs one target under the coverage-guided fuzzer: `python -m tests.fuzz.fuzz playlist FOLDER … [-max_total_time=600]`.

Needs `atheris` (`pip install atheris`; Linux), which is no part of the locked tools: it has wheels for few systems and
versions of Python, and nothing else depends on it. The first folder takes what it finds worth keeping.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Never returns: the fuzzer ends the process, at a finding with a code that is not 0."""
    import atheris

    with atheris.instrument_imports(include=["player", "yaml"]):
        from tests.fuzz.targets import TARGETS
    target = TARGETS[sys.argv[1]]
    atheris.Setup([sys.argv[0], *sys.argv[2:]], lambda data: target(bytes(data)))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
