"""Loopback HTTP servers that behave as the services do, with faults chosen per test."""
