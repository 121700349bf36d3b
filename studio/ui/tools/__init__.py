"""The tool bar at the left of the window and the settings of the tool in the hand, below the canvas."""
