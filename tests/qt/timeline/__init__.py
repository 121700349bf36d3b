"""The timeline by mouse and keys."""
