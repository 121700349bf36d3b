"""Ground level: ids, geometry, errors, tasks, clock, paths, assets, files and words. Standard library and platformdirs only."""
