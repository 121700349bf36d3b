"""What belongs to the person and to a project on disk: settings, secrets, projects, sprites, recovery."""
