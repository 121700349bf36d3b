"""Settings, secrets, projects, sprite files and recovery."""
