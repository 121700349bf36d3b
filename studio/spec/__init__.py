"""The language in which a provider's operations are declared, validated, priced and described."""
