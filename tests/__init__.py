"""The tests of Sprite Studio, one folder a layer."""
