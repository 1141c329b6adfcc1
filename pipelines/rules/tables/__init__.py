"""The rules as tables: one module for each file of data/rules, of the same name."""
