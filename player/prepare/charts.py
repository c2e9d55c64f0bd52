"""Matplotlib made ready for the children of a painter: imported once, its settings and its list of fonts ours and empty.

Left alone it looks for fonts all over the machine when it is first imported, which takes seconds, writes what it found
into the user's home, and reads settings from whatever folder it was started in. Here it finds a list of fonts that names
one file of ours (it draws no letter for us), and settings that say nothing; the folder they lie in is gone afterwards.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_VERSION = re.compile(r"__version__ = '([\d.]+)'")
_OURS = {"MATPLOTLIBRC", "MPLCONFIGDIR", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"}


def ready() -> None:
    """Imports matplotlib, unless that was done."""
    if "matplotlib.figure" in sys.modules:
        return
    before = {name: os.environ.get(name) for name in _OURS}
    with tempfile.TemporaryDirectory(prefix="qingbo-chart-") as scratch:
        folder = Path(scratch)
        _write_lists(folder)
        os.environ.update(
            MATPLOTLIBRC=str(folder / "matplotlibrc"),
            MPLCONFIGDIR=scratch,
            OPENBLAS_NUM_THREADS="1",  # a process with threads cannot be forked safely
            OMP_NUM_THREADS="1",
        )
        try:
            for name in ("matplotlib.backends.backend_agg", "matplotlib.figure"):
                import_module(name)
            import_module(
                "matplotlib"
            ).rcdefaults()  # settings in the folder that we were started in go before all others
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def _write_lists(folder: Path) -> None:
    (folder / "matplotlibrc").write_text("", "ascii")
    version = _list_version()
    if version:
        (folder / f"fontlist-v{version}.json").write_text(json.dumps(_font_list(version)), "ascii")


def _list_version() -> str:
    """The version of the list of fonts; empty where it cannot be told, and then matplotlib makes its own."""
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        return ""
    found = _VERSION.search((Path(spec.origin).parent / "font_manager.py").read_text("utf-8"))
    return found[1] if found else ""


def _font_list(version: str) -> dict[str, Any]:
    return {
        "_version": version,
        "_FontManager__default_weight": "normal",
        "default_size": None,
        "defaultFamily": {"ttf": "DejaVu Sans", "afm": "Helvetica"},
        "afmlist": [],
        "ttflist": [],
        "__class__": "FontManager",
    }
