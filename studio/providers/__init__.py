"""Where operations are carried out: one package a provider, plus the embedded local one."""
