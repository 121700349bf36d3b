"""The .aseprite format, read and written so that what the studio does not model survives (file format specs of 1.3)."""

from studio.codec.aseprite.reader import open_aseprite, read_aseprite
from studio.codec.aseprite.writer import write_aseprite

__all__ = ["open_aseprite", "read_aseprite", "write_aseprite"]
