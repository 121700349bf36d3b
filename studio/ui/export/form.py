"""The form of an export recipe: what is written, how the frames stand, and what is done to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QSpinBox, QWidget

from studio.core.words import _
from studio.export.recipe import LARGEST_SHEET, Format, Layout, Recipe, Split
from studio.ui.theme import measure


class RecipeForm(QWidget):
    """`edited` comes at each change a person makes; `recipe` is then the new one."""

    edited = Signal()

    def __init__(self, recipe: Recipe, *, tags: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipe = recipe
        self._tags = tags
        self._build()
        self._show()
        self._bind()

    @property
    def recipe(self) -> Recipe:
        """What the form says now."""
        tag = self._only.currentData()
        return replace(
            self._recipe,
            format=Format(self._format.currentData()),
            file_name=self._name.text().strip(),
            layout=Layout(self._layout.currentData()),
            columns=self._columns.value(),
            split=Split(self._split.currentData()),
            only_tags=(tag,) if tag else (),
            trim=self._trim.isChecked(),
            merge_duplicates=self._merge.isChecked(),
            power_of_two=self._power.isChecked(),
            border=self._border.value(),
            padding=self._padding.value(),
            inner_padding=self._inner.value(),
            extrude=self._extrude.value(),
            scale=self._scale.value(),
            max_size=self._largest.value(),
        )

    def _build(self) -> None:
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(measure(12))
        self._form.setVerticalSpacing(measure(8))
        self._format = self._choice(_("Files"), "format", format_titles())
        self._name = QLineEdit(self)
        self._name.setPlaceholderText(_("Name of the sprite"))
        self._row(_("File name"), "file-name", self._name)
        self._layout = self._choice(_("Layout"), "layout", layout_titles())
        self._columns = self._number(_("Frames a row"), "columns", 0, 4096)
        self._columns.setSpecialValueText(_("As square as possible"))
        self._split = self._choice(
            _("Split"),
            "split",
            {Split.NONE.value: _("Not"), Split.TAGS.value: _("By tag"), Split.LAYERS.value: _("By layer")},
        )
        self._only = self._choice(_("Frames"), "frames", {"": _("All frames"), **{tag: tag for tag in self._tags}})
        self._scale = self._number(_("Scale"), "scale", 1, 64, suffix=_(" ×"))
        self._border = self._number(_("Border"), "border", 0, 256, suffix=_(" px"))
        self._padding = self._number(_("Between frames"), "padding", 0, 256, suffix=_(" px"))
        self._inner = self._number(_("Around each frame"), "inner-padding", 0, 256, suffix=_(" px"))
        self._extrude = self._number(_("Extrude edges"), "extrude", 0, 64, suffix=_(" px"))
        self._largest = self._number(_("Largest side"), "largest", 1, LARGEST_SHEET, suffix=_(" px"))
        self._trim = self._flag(_("Trim transparent edges"), "trim")
        self._merge = self._flag(_("Share equal frames"), "merge")
        self._power = self._flag(_("Sides are powers of two"), "power-of-two")

    def _row(self, label: str, name: str, widget: QWidget) -> None:
        widget.setObjectName(f"export-{name}")
        widget.setAccessibleName(label)
        self._form.addRow(label, widget)

    def _choice(self, label: str, name: str, titles: Mapping[str, str]) -> QComboBox:
        box = QComboBox(self)
        for value, title in titles.items():
            box.addItem(title, str(value))
        self._row(label, name, box)
        return box

    def _number(self, label: str, name: str, lowest: int, highest: int, *, suffix: str = "") -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(lowest, highest)
        box.setSuffix(suffix)
        box.lineEdit().setTextMargins(measure(4), 0, 0, 0)
        self._row(label, name, box)
        return box

    def _flag(self, label: str, name: str) -> QCheckBox:
        box = QCheckBox(label, self)
        box.setObjectName(f"export-{name}")
        box.setAccessibleName(label)
        self._form.addRow("", box)
        return box

    def _show(self) -> None:
        recipe = self._recipe
        for box, value in (
            (self._format, recipe.format),
            (self._layout, recipe.layout),
            (self._split, recipe.split),
            (self._only, recipe.only_tags[0] if recipe.only_tags else ""),
        ):
            box.setCurrentIndex(max(0, box.findData(str(value))))
        self._name.setText(recipe.file_name)
        for number, amount in (
            (self._columns, recipe.columns),
            (self._scale, recipe.scale),
            (self._border, recipe.border),
            (self._padding, recipe.padding),
            (self._inner, recipe.inner_padding),
            (self._extrude, recipe.extrude),
            (self._largest, recipe.max_size),
        ):
            number.setValue(amount)
        self._trim.setChecked(recipe.trim)
        self._merge.setChecked(recipe.merge_duplicates)
        self._power.setChecked(recipe.power_of_two)
        self._show_fitting()

    def _show_fitting(self) -> None:
        """Grey what this kind of file or layout does not use."""
        is_sheet = self._format.currentData() != Format.PNG_SEQUENCE.value
        for widget in (
            self._layout,
            self._border,
            self._padding,
            self._inner,
            self._extrude,
            self._merge,
            self._power,
            self._largest,
        ):
            widget.setEnabled(is_sheet)
        counted = self._layout.currentData() in (Layout.ROWS.value, Layout.COLUMNS.value)
        self._columns.setEnabled(is_sheet and counted)

    def _bind(self) -> None:
        for box in (self._format, self._layout, self._split, self._only):
            box.currentIndexChanged.connect(self._on_edited)
        for number in (
            self._columns,
            self._scale,
            self._border,
            self._padding,
            self._inner,
            self._extrude,
            self._largest,
        ):
            number.valueChanged.connect(self._on_edited)
        for flag in (self._trim, self._merge, self._power):
            flag.toggled.connect(self._on_edited)
        self._name.textEdited.connect(self._on_edited)

    def _on_edited(self) -> None:
        self._show_fitting()
        self.edited.emit()


def format_titles() -> dict[str, str]:
    """The kinds of files, in words."""
    return {
        Format.ASEPRITE_JSON_HASH: _("PNG sheet and Aseprite JSON (hash)"),
        Format.ASEPRITE_JSON_ARRAY: _("PNG sheet and Aseprite JSON (array)"),
        Format.PNG_SHEET: _("PNG sheet alone"),
        Format.PNG_SEQUENCE: _("One PNG a frame"),
    }


def layout_titles() -> dict[str, str]:
    """The layouts, in words."""
    return {
        Layout.ROWS: _("Rows"),
        Layout.COLUMNS: _("Columns"),
        Layout.STRIP: _("One row"),
        Layout.TAG_ROWS: _("A row for each tag"),
        Layout.PACKED: _("Packed"),
    }
