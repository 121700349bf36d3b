"""What accounts tell about themselves: balance, spending, what was made, prices."""
