"""What an operation is given besides its request."""

from __future__ import annotations

from datetime import datetime

import msgspec

from dialbook.contract.model import Namespace
from dialbook.domain import phone_numbers
from dialbook.domain.numbering import e164_of
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.domain.rules import Rules
from dialbook.domain.settings import AccountSettings
from dialbook.operations.ledger import Ledger
from dialbook.ports.carrier import Carrier
from dialbook.ports.ids import Ids
from dialbook.ports.page_tokens import PageTokens


class Context(msgspec.Struct, frozen=True):
    """Who asks, when, under which rules, and the one transaction that everything happens in."""

    tx: Ledger
    account: str
    region: str
    namespace: Namespace
    now: datetime
    rules: Rules
    carrier: Carrier
    ids: Ids
    tokens: PageTokens

    async def phone_number(self, phone_number_id: str) -> PhoneNumber:
        """Return the account's number as it is by now. Raises Refusal NotFound: other accounts' numbers do not exist here."""
        number = await self.tx.get(PhoneNumber, (self.account, e164_of(phone_number_id)))
        if not phone_numbers.visible(number, self.namespace, self.rules):
            raise Refusal("NotFound", "The phone number does not exist.")
        return number

    async def expect_settings(self) -> None:
        """Have the account's settings come together with what is read before they are."""
        await self.tx.expect(AccountSettings, (self.account,))

    async def settings(self) -> AccountSettings:
        """Return the account's settings as they are by now."""
        return await self.tx.look(AccountSettings, (self.account,)) or AccountSettings(account=self.account)
