"""The session: wires documents, jobs, takes and files for both the window and the command line. No Qt."""
