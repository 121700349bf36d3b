"""The shape of the code itself: import contracts, sizes, banned calls."""
