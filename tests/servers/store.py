"""A host that keeps files under signed addresses, apart from the API: it needs no token and must never see one."""

from __future__ import annotations

from collections.abc import Mapping

from tests.servers.base import ApiServer, Reply, Seen


class FileStore(ApiServer):
    """Files by address. An address may be let die (403) or its file be deleted (404)."""

    def __init__(self, *, agents_turned_away: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._files: dict[str, tuple[bytes, str]] = {}
        self._signatures: dict[str, str] = {}
        self._agents = agents_turned_away
        self._count = 0
        self.otherwise = self._give

    def keep(self, file: bytes, media: str) -> str:
        """The name under which the file is kept."""
        self._count += 1
        name = f"result-{self._count}"
        self._files[name] = (file, media)
        return name

    def signed(self, name: str) -> str:
        """A new address for a kept file; those given before go on working."""
        self._count += 1
        signature = f"sig{self._count}"
        self._signatures[signature] = name
        return f"{self.root}/files/{name}?token={signature}"

    def let_addresses_die(self) -> None:
        """Every address given so far answers 403 from now on."""
        self._signatures.clear()

    def delete_files(self) -> None:
        self._files.clear()

    def tokens_seen(self) -> list[str]:
        """What stood in the Authorization header of requests that should have had none."""
        return [seen.headers["authorization"] for seen in self.requests if "authorization" in seen.headers]

    def _give(self, seen: Seen) -> Reply:
        if turned_away(seen.headers, self._agents):
            return Reply(403, body=b"<html>Access denied</html>", media="text/html")
        name = seen.path.rpartition("/")[2]
        if self._signatures.get(seen.query.get("token", "")) != name:
            return Reply(403, body=b"<Error>Request has expired</Error>", media="application/xml")
        if name not in self._files:
            return Reply(404, body=b"<Error>NoSuchKey</Error>", media="application/xml")
        file, media = self._files[name]
        return Reply(body=file, media=media)


def turned_away(headers: Mapping[str, str], agents: tuple[str, ...]) -> bool:
    """Whether a CDN lets this User-Agent in; with no list, every one."""
    agent = headers.get("user-agent", "")
    return bool(agents) and (not agent or agent.startswith(agents))
