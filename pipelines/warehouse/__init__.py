"""The database: its one driver, and the tables of an empty build."""
