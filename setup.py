"""What the package is: the packaging truth. `pyproject.toml` holds the configuration of the tools alone."""

from pathlib import Path

from setuptools import find_packages, setup

ROOT = Path(__file__).parent
CARRIED = {"player._assets": "assets", "player._playlists": "playlists"}  # fonts, themes and the demo go along
OPTIONAL = ("av>",)  # for which not every machine has a wheel: films; `pip install .[video]`
UNWANTED = {"__pycache__", "状态"}  # what a player writes is not part of the demo


def version() -> str:
    """The version, from the one place where it stands."""
    for line in (ROOT / "player" / "__init__.py").read_text("utf-8").splitlines():
        if line.startswith("__version__"):
            return line.split('"')[1]
    raise SystemExit("player/__init__.py has no __version__")


def requirements() -> list[str]:
    """What the player needs, from `requirements.in`, without the comments."""
    lines = (ROOT / "requirements.in").read_text("utf-8").splitlines()
    return [need for line in lines if (need := line.partition("#")[0].strip())]


def carried_files(folder: str) -> list[str]:
    """Every file below `folder`, relative to it."""
    found = sorted(path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob("*") if path.is_file())
    return [path.as_posix() for path in found if not UNWANTED & set(path.parts)]


setup(
    name="qingbo",
    version=version(),
    description="青播: a fullscreen signage player that shows a watched folder, on time, for years",
    long_description=(ROOT / "README.md").read_text("utf-8") if (ROOT / "README.md").exists() else "",
    long_description_content_type="text/markdown",
    license="MIT",
    license_files=["LICENSE"],
    python_requires=">=3.11",
    packages=[*find_packages(include=["player", "player.*", "tools", "tools.*"]), *CARRIED],
    package_dir=CARRIED,
    package_data={**{name: carried_files(folder) for name, folder in CARRIED.items()}, "player": ["py.typed"]},
    install_requires=[need for need in requirements() if not need.startswith(OPTIONAL)],
    extras_require={"video": [need for need in requirements() if need.startswith(OPTIONAL)]},
    entry_points={"console_scripts": ["qingbo=tools.qingbo:main"]},
    zip_safe=False,
)
