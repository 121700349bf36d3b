"""The sprite document: an immutable tree over read-only numpy arrays, its edits, its history. No Qt, no files."""
