"""Joints, bones and poses, without Qt."""
