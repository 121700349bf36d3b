"""What is kept between runs: settings, secrets, projects, recovery."""
