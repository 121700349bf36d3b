"""States, ledger, results, requests and queue of jobs."""
