"""State machine, crash replay and cancel, with a scripted provider and a manual clock."""
