"""The embedded provider: the studio's own algorithms behind the same operations as a remote one."""
