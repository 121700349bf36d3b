"""The settings window, made from the declarations in `studio.spec.settings`. Every change is kept at once.

The section of accounts has a row for each provider that takes a token.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.app.session import Session
from studio.core.words import _
from studio.spec.field import Field
from studio.spec.settings import SETTINGS
from studio.ui import theme
from studio.ui.labels import PlainLabel
from studio.ui.settings.account_row import AccountRow
from studio.ui.settings.row import SettingRow
from studio.ui.theme import measure

_SIZE = QSize(720, 480)
_LIST_WIDTH = 148
_ACCOUNTS = "accounts"


class SettingsDialog(QDialog):
    """Sections at the left, their settings at the right; a search shows what fits from all sections."""

    def __init__(
        self, session: Session, parent: QWidget | None = None, *, section: str = "", account: str = ""
    ) -> None:
        """`section` is the title of the section to begin with; the first when it is empty.

        `account` is the provider whose token is wanted: what is typed or pasted next goes into its hidden field.
        """
        super().__init__(parent)
        self._session = session
        self._rows: dict[str, list[SettingRow | AccountRow]] = {}
        self._heads: dict[str, QLabel] = {}
        self._build()
        self._bind()
        titles = list(self._rows)
        self._sections.setCurrentRow(titles.index(section) if section in titles else 0)
        self._wanted = next((row for row in self.findChildren(AccountRow) if row.provider_id == account), None)
        if self._wanted is not None:
            self._sections.setCurrentRow(
                next(at for at, rows in enumerate(self._rows.values()) if self._wanted in rows)
            )
            self._wanted.take_focus()

    # -- inner ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setObjectName("settings-dialog")
        self.setWindowTitle(_("Settings"))
        wanted = QSize(measure(_SIZE.width()), measure(_SIZE.height()))
        self.resize(wanted.boundedTo(self.screen().availableSize()))
        self._search = QLineEdit(self)
        self._search.setObjectName("settings-search")
        self._search.setAccessibleName(_("Search the settings"))
        self._search.setPlaceholderText(_("Search"))
        self._search.setClearButtonEnabled(True)
        self._sections = QListWidget(self)
        self._sections.setObjectName("settings-sections")
        self._sections.setAccessibleName(_("Sections"))
        left = QVBoxLayout()
        left.setSpacing(measure(8))
        left.addWidget(self._search)
        left.addWidget(self._sections, 1)
        for widget in (self._search, self._sections):
            widget.setFixedWidth(measure(_LIST_WIDTH))
        across = QHBoxLayout()
        across.setSpacing(measure(16))
        across.addLayout(left)
        across.addWidget(self._make_page(), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(16), measure(16), measure(16), measure(16))
        column.setSpacing(measure(16))
        column.addLayout(across, 1)
        column.addLayout(self._make_foot())

    def _show_wanted(self) -> None:
        if self._wanted is not None:
            self._scroll.ensureWidgetVisible(self._wanted, 0, 0)

    def _make_page(self) -> QScrollArea:
        page = QWidget(self)
        page.setObjectName("settings-page")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, measure(8), 0)
        self._column.setSpacing(measure(4))
        for declared in SETTINGS.values():
            if declared.group not in self._rows:
                self._add_section(declared.group, page)
            row = self._make_row(declared, page)
            self._rows[declared.group].append(row)
            self._column.addWidget(row)
        self._nothing = PlainLabel(_("No setting has these words. Try a single one, such as “theme”."), page)
        self._nothing.setObjectName("settings-nothing")
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setObjectName("settings-scroll")
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        self._scroll = scroll
        return scroll

    def _make_row(self, declared: Field, page: QWidget) -> SettingRow | AccountRow:
        """An account has more to say than its address, which is all that is a setting."""
        room, _dot, name = declared.name.partition(".")
        if room != _ACCOUNTS:
            return SettingRow(declared, self._session, page)
        row = AccountRow(name, self._session, page)
        row.usage_asked.connect(self._on_usage)
        return row

    def _add_section(self, title: str, page: QWidget) -> None:
        head = PlainLabel(title, page)
        head.setProperty("role", "title")
        self._heads[title] = head
        self._rows[title] = []
        self._column.addWidget(head)
        self._sections.addItem(title)

    def _make_foot(self) -> QHBoxLayout:
        said = PlainLabel(_("Changes are kept at once."), self)
        said.setProperty("role", "muted")
        buttons = QDialogButtonBox(self)
        reset = buttons.addButton(_("Reset all"), QDialogButtonBox.ButtonRole.ResetRole)
        reset.setObjectName("settings-reset-all")
        reset.setToolTip(_("Every setting of all sections back to its default"))
        reset.clicked.connect(self._on_reset_all)
        close = QPushButton(_("Close"), self)
        close.setObjectName("settings-close")
        close.setProperty("primary", True)
        close.setDefault(True)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(said, 1)
        foot.addWidget(buttons)
        return foot

    def _bind(self) -> None:
        self._sections.currentRowChanged.connect(self._on_section)
        self._search.textChanged.connect(self._show_fitting)
        self._stop_listening = self._session.settings.on_change(self._on_setting)
        self.finished.connect(self._on_finished, Qt.ConnectionType.SingleShotConnection)

    def _show_fitting(self) -> None:
        wanted = self._search.text().strip()
        section = list(self._rows)[max(0, self._sections.currentRow())]
        found = False
        for title, rows in self._rows.items():
            fitting = [row for row in rows if (row.matches(wanted) if wanted else title == section)]
            self._heads[title].setVisible(bool(fitting))
            for row in rows:
                row.setVisible(row in fitting)
            found = found or bool(fitting)
        self._nothing.setVisible(not found)

    def _on_section(self) -> None:
        if self._search.text():
            self._search.clear()
        self._show_fitting()
        self._look()

    def _look(self) -> None:
        """The keyring is asked once a person is where its answer shows, and not by a letter of a search."""
        section = list(self._rows)[max(0, self._sections.currentRow())]
        for row in self._rows[section] if self.isVisible() else ():
            if isinstance(row, AccountRow):
                row.look_at_balance()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()
        QTimer.singleShot(0, self, self._show_wanted)

    def _on_setting(self, name: str) -> None:
        app = QApplication.instance()
        if name.startswith("appearance.") and isinstance(app, QApplication):
            settings = self._session.settings
            theme.apply_theme(app, settings.theme, scale=theme.scale(), font_size=settings.font_size or None)

    def _on_usage(self, provider_id: str) -> None:
        """The window of usage cannot be used as long as this one waits."""
        self.accept()
        self._session.usage_wanted.emit(provider_id)

    def _on_finished(self) -> None:
        self._stop_listening()

    def _on_reset_all(self) -> None:
        for rows in self._rows.values():
            for row in rows:
                row.reset()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field ends the field, not the dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._closes_on_enter():
            event.accept()
            return
        super().keyPressEvent(event)

    def _closes_on_enter(self) -> bool:
        return any(button.hasFocus() for button in self.findChildren(QPushButton))
