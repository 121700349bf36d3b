"""The generate panel: forms built from declarations, one editor a kind of field."""
