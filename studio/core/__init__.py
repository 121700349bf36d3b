"""Ground level: ids, geometry, errors, tasks, clock, paths, assets, files, words. Standard library and platformdirs."""
