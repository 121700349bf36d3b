"""Pixel Engine (pixelengine.ai): animations from one picture or from key frames, stills, clean-up."""
