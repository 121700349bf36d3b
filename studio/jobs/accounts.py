"""Under which account, and to which address, a job was sent: nobody else's account is asked after it by mistake.

An account that does not know a number answers as if the job were gone; that says nothing of the job.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from studio.core.words import _
from studio.jobs.job import Job
from studio.providers.errors import Auth, Charged, Expired, Forbidden, NotFound, OtherAccount, ProviderError
from studio.providers.protocol import Account, Provider

_STRANGERS_ANSWER = (Auth, Expired, Forbidden, NotFound)
"""What a service says to those who ask after somebody else's job."""


class Vouching:
    """Compares the account at hand with the one of a job. `salt` is the ledger's."""

    def __init__(self, provider: Provider, salt: bytes) -> None:
        self._provider = provider
        self._salt = salt
        self.asks_anyway = False
        """The person wants this account to be asked, whichever it is."""

    async def at_hand(self) -> Account | None:
        """The account as it is set now; None where there is none to compare."""
        return await self._provider.account(self._salt)

    async def is_other(self, job: Job) -> bool:
        """Whether the job was sent under another account, or to another address, than those set now."""
        now = await self.at_hand()
        return job.account is not None and now is not None and now != job.account

    async def check(self, job: Job) -> None:
        """OtherAccount when this account may not be asked after the job."""
        now = await self.at_hand()
        if self.asks_anyway or job.account is None or now is None or now == job.account:
            return
        raise self._other(job, _sentence(self._provider.title, sent=job.account, now=now))

    async def judged(self, error: ProviderError, job: Job) -> ProviderError:
        """What a refusal to tell of a job really says: under another account, nothing about the job."""
        if not isinstance(error, _STRANGERS_ANSWER) or not await self.is_other(job):
            return error
        return self._other(
            job,
            _(
                "{provider} tells nothing of this under what is set now. "
                "Set the token and address it was sent with, or give it up."
            ).format(provider=self._provider.title),
        )

    def _other(self, job: Job, sentence: str) -> OtherAccount:
        return OtherAccount(sentence, provider=job.provider, operation=job.operation, charged=Charged.MAYBE)


def _sentence(title: str, *, sent: Account, now: Account) -> str:
    if sent.address != now.address:
        return _(
            "This was sent to {sent}; the address of {provider} is {now} now. "
            "Set the first one again, or check with this one."
        ).format(sent=sent.address, provider=title, now=now.address)
    return _(
        "This was sent with another token of {provider} ({host}). Set that one again, or check with the one set now."
    ).format(provider=title, host=urlsplit(sent.address).netloc)
