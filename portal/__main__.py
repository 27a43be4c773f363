"""`python -m portal`: the portal, built where needed and served on one port."""

import sys

from portal.starting import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
