"""The ledger and the queue: what was asked, what it cost, what came back, so that nothing paid is lost."""
