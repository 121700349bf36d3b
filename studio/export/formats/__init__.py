"""One module a target format; each is a pure function from a sheet to bytes by file name."""
