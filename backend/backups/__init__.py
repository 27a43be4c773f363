"""Backups: one dated file with the database and the runs, and the way back from it.

The database's part is what pg_dump writes. Restoring reads nothing of it but rows: the tables are made by our own
migrations, so that a file of unknown origin runs no statement of its own.
"""
