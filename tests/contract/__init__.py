"""Every operation of every provider against its declaration."""
