"""The queue of operations, its ledger and the kept results: nothing paid for is lost, nothing is sent twice."""
