"""Results on the shelf: cards that play, compared and accepted."""
