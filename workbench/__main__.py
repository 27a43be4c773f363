"""`python -m workbench`. Imports nothing before it is run: worker processes import this module too."""

if __name__ == "__main__":
    import sys

    from workbench.starting import main

    sys.exit(main(sys.argv[1:]))
