"""The tool bar and the settings of the tool in the hand."""
