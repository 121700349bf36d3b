"""The session: wires every level below into actions, takes, previews and notices. No Qt."""
