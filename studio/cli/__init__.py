"""The command line: the same session as the window, without one."""
