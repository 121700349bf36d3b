"""Every word a person reads passes through here (gettext), in all levels. English only for now."""

from __future__ import annotations

import gettext

_translations: gettext.NullTranslations = gettext.NullTranslations()


def _(message: str) -> str:
    """The message in the person's language."""
    return _translations.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the message that fits `count`; the caller fills in the number."""
    return _translations.ngettext(singular, plural, count)


def install(translations: gettext.NullTranslations) -> None:
    """Use another catalogue from now on; words already shown keep their language."""
    global _translations  # noqa: PLW0603 - the catalogue is the one process-wide setting of this module
    _translations = translations
