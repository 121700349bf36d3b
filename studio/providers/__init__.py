"""Where operations are carried out: one package a provider, plus the embedded local one.

A provider is a package with `declarations` (OPERATIONS, classes of studio.spec.operation) and `provider`
(make_provider, an object of providers.protocol), and one Entry in `registry`. Forms, checks, flags, bodies and
reference pages follow from the declarations; nothing else has to be told.
"""
