"""One page of the manual: Markdown with room around headings and tables, and pictures no wider than the window."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QBrush, QColor, QImage, QResizeEvent, QTextBlockFormat, QTextCursor, QTextDocument, QTextTable
from PySide6.QtWidgets import QTextBrowser, QWidget

from studio.ui import theme
from studio.ui.theme import measure

_MARGIN = 16
_LINE_PERCENT = 125


class HelpPage(QTextBrowser):
    """`show_file` and `show_text` put a page in; links are announced by `anchorClicked`, never followed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room = 0
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.timeout.connect(self._fit_pictures)
        self.setOpenLinks(False)
        self.document().setDocumentMargin(measure(_MARGIN))
        theme.theme_changed.connect(self._dress)

    def show_file(self, url: QUrl) -> None:
        """A page with its pictures beside it."""
        self._room = self._free_width()
        self.setSource(url, QTextDocument.ResourceType.MarkdownResource)
        self._dress()

    def show_text(self, markdown: str) -> None:
        """A page that lies in no file."""
        self.setSource(QUrl())
        self.setMarkdown(markdown)
        self._dress()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Pictures are brought to the width there is; they show a screen, not a sprite, and so may be smoothed."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        picture = QImage(self.source().resolved(QUrl(name)).toLocalFile())
        if self._room and picture.width() > self._room:
            return picture.scaledToWidth(self._room, Qt.TransformationMode.SmoothTransformation)
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resized.start()

    def _free_width(self) -> int:
        return max(measure(200), self.viewport().width() - 2 * measure(_MARGIN))

    def _fit_pictures(self) -> None:
        if self._free_width() == self._room or self.source().isEmpty():
            return
        place = self.verticalScrollBar().value()
        self.show_file(self.source())
        self.verticalScrollBar().setValue(place)

    def _dress(self) -> None:
        """Room above headings, taller lines, tables with thin lines and room in their cells."""
        document = self.document()
        cursor = QTextCursor(document)
        block = document.begin()
        while block.isValid():
            look = block.blockFormat()
            if look.headingLevel():
                look.setTopMargin(0 if block.position() == 0 else measure(16))
                look.setBottomMargin(measure(8))
            if not any(span.format.isImageFormat() for span in block.textFormats()):
                look.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(look)
            block = block.next()
        line = QBrush(QColor(theme.current().line))
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                shape = frame.format()
                shape.setCellPadding(measure(4))
                shape.setCellSpacing(0)
                shape.setBorderCollapse(True)
                shape.setBorder(1)
                shape.setBorderBrush(line)
                frame.setFormat(shape)
