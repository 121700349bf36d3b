"""What a press, drag and release does, one small class a way of working. Free of Qt; told touches by the desk."""
