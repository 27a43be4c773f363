"""`make setup` and `make up`: install, start every service, stop all of them. Starts processes and imports no service.

`installing` runs before anything is installed: it and `__main__` know the standard library alone.
"""
