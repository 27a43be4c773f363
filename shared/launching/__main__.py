"""`python -m shared.launching setup|up`. Can be read by a Python that is too old, in order to say so."""

import sys

if not (3, 11) <= sys.version_info < (3, 13):
    sys.exit(
        "acs: this needs Python 3.11 or 3.12, and %s is %s.%s; install one, or name it: "  # noqa: UP031
        "make setup PYTHON=/path/to/python3.11" % (sys.executable, *sys.version_info[:2])
    )


def run(words: list[str]) -> int:
    """The exit code of what is asked for. Imported here: `setup` runs where nothing is installed."""
    if words == ["setup"]:
        from shared.launching.installing import main
    elif words == ["up"]:
        from shared.launching.up import main
    else:
        sys.exit("usage: python -m shared.launching setup|up")
    return main()


if __name__ == "__main__":
    try:
        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
