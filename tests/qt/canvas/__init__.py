"""The canvas under real mouse and key events; pixels are compared with literal colours."""
