"""What the portal's image installs: the extra `portal`, and what the portal imports of the packages for all."""

import re
import sys
import tomllib
from pathlib import Path

FOR_ALL = ("pydantic-settings", "uvicorn")


def portal_requirements(pyproject: str) -> list[str]:
    """Requirements as pyproject.toml words them. Raises `KeyError` for one that it does not name."""
    project = tomllib.loads(pyproject)["project"]
    named = {re.split(r"[^\w.-]", line)[0]: line for line in project["dependencies"]}
    return [*(named[name] for name in FOR_ALL), *project["optional-dependencies"]["portal"]]


if __name__ == "__main__":
    sys.stdout.write("\n".join(portal_requirements(Path("pyproject.toml").read_text(encoding="utf-8"))) + "\n")
