"""Work on jobs that is ended at each of its steps in turn; see tests.fakes.faults."""
