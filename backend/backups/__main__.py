"""`python -m backend.backups make|restore`."""

import sys

from backend.backups.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
