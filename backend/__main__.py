"""`python -m backend`: the backend, started."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said before anything is imported that an older one cannot read
    sys.exit("acs: this needs Python 3.11, and %s is %s.%s" % (sys.executable, *sys.version_info[:2]))  # noqa: UP031

from backend.serving import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
