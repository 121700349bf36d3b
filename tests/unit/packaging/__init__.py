"""The verbs of packaging/dev.py, on checkouts of their own."""
