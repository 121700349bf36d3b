"""The sheet as it will be exported."""
