"""What is done to files while they fail: each module sets up, works and checks for `tests.fakes.faults`."""
