"""Whatever two accounts do with numbers and what they are on, and however time passes: nothing is found wrong in between."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta
from functools import partial
from typing import Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dialbook.contract import voice
from dialbook.contract.voice.phone_numbers import UpdatePhoneNumberRequestItem
from dialbook.contract.voice.shapes import Tag
from dialbook.contract.voice.sip_media_applications import SipMediaApplicationEndpoint
from dialbook.contract.voice.sip_rules import SipRuleTargetApplication
from dialbook.contract.voice.voice_connector_configuration import LoggingConfiguration
from dialbook.contract.voice.voice_connector_groups import VoiceConnectorItem
from dialbook.domain.invariants import INVARIANTS
from dialbook.domain.phone_numbers import PhoneNumber
from dialbook.domain.refusal import Refusal
from dialbook.domain.rules import PRESETS
from dialbook.domain.sip import SipMediaApplication, SipRule
from dialbook.domain.voice_connectors import VoiceConnector, VoiceConnectorGroup
from dialbook.operations.settling import settle_due
from dialbook.operations.verifying import Wrong, confirm, doubtful
from dialbook.ports.store import Tx
from dialbook.server.behaviours import behaviours
from dialbook.stores.sqlite import open_sqlite
from operations.contexts import ACCOUNT, AUTHOR, NOW, OTHER, context, everything

BEHAVIOURS = behaviours(voice.CONTRACT, voice.CONTRACT)
NUMBERS = ["+12065550100", "+12065550101", "+12065550404", "+12065550405", "+12065550406"]
"""The last three fail to be acquired, released and removed."""
RULES = msgspec.structs.replace(PRESETS["aws"], acquisition_delay=timedelta(hours=1), voice_connector_quota=None)
WHO, WHICH = st.sampled_from([ACCOUNT, OTHER]), st.integers(0, 3)
SOME = st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=3)
PRODUCT = st.sampled_from(["VoiceConnector", "SipMediaApplicationDialIn"])


async def findings(store: Any, now: Any, mend: bool = False) -> list[Wrong]:
    """Return everything that is found and confirmed, or only doubted."""

    async def clock(_: Tx) -> Any:
        return now

    found: list[Wrong] = []
    for kind in INVARIANTS:
        records = await everything(store, kind)
        for record in await store.read(partial(doubtful, records, clock)):
            found += await store.write(partial(confirm, record, clock, AUTHOR, mend))
    return found


class AccountsOverTime(RuleBasedStateMachine):
    """Operations that mostly find what they need: which of the things that are there they are about is drawn by its place."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.store = self.loop.run_until_complete(self.open())
        self.now = NOW

    async def open(self) -> Any:
        """Open a store in memory."""
        return open_sqlite(None)

    def teardown(self) -> None:
        """Let go of the store."""
        self.loop.run_until_complete(self.store.close())
        self.loop.close()

    def do(self, operation: str, account: str, **members: Any) -> None:
        """Run an operation in a transaction of its own; that it is refused is no matter."""
        request = voice.CONTRACT.operations[operation].request(**members)

        async def work(tx: Tx) -> Any:
            ctx = context(tx, account=account, now=self.now, rules=RULES)
            return await BEHAVIOURS[operation].run(request, ctx)

        with contextlib.suppress(Refusal):
            self.loop.run_until_complete(self.store.write(work))

    def one(self, kind: type[Any], account: str, which: int) -> Any:
        """Return one of an account's records, or where it has none, None."""
        found = [each for each in self.loop.run_until_complete(everything(self.store, kind)) if each.account == account]
        return found[which % len(found)] if found else None

    @initialize()
    def begin(self) -> None:
        """Let each account have some of everything."""
        for who, numbers in ((ACCOUNT, NUMBERS[:3]), (OTHER, NUMBERS[3:])):
            self.order(who, numbers, "VoiceConnector")
            self.wait(2)
            for _ in range(2):
                self.create_connector(who)
                self.create_application(who)
            self.put_group(who, [0], None)

    def number(self, account: str, which: int) -> str:
        """Return one of an account's numbers, or where it has none, one that it has not."""
        number = self.one(PhoneNumber, account, which)
        return NUMBERS[0] if number is None else number.e164

    @rule(who=WHO, numbers=SOME, product=PRODUCT)
    def order(self, who: str, numbers: list[str], product: str) -> None:
        """Order numbers, which the other account may have."""
        self.do("CreatePhoneNumberOrder", who, product_type=product, e164_phone_numbers=numbers)

    @rule(who=WHO, which=WHICH)
    def delete(self, who: str, which: int) -> None:
        """Put a number into the deletion queue."""
        self.do("DeletePhoneNumber", who, phone_number_id=self.number(who, which))

    @rule(who=WHO, which=WHICH)
    def restore(self, who: str, which: int) -> None:
        """Take it back."""
        self.do("RestorePhoneNumber", who, phone_number_id=self.number(who, which))

    @rule(who=WHO, which=WHICH, product=PRODUCT)
    def change_product(self, who: str, which: int, product: Any) -> None:
        """Give a number another product."""
        item = UpdatePhoneNumberRequestItem(phone_number_id=self.number(who, which), product_type=product)
        self.do("BatchUpdatePhoneNumber", who, update_phone_number_request_items=[item])

    @rule(hours=st.sampled_from([1, 24 * 7]))
    def wait(self, hours: int) -> None:
        """Let time pass."""
        self.now += timedelta(hours=hours)

    @rule()
    def sweep(self) -> None:
        """Write down what time has done."""
        self.loop.run_until_complete(settle_due(self.store, self.now, "sweep"))

    @rule(who=WHO)
    def create_connector(self, who: str) -> None:
        """Make a voice connector that has a tag and a document."""
        tags = [Tag(key="team", value="desk")]
        self.do("CreateVoiceConnector", who, name="Trunk", require_encryption=False, tags=tags)
        connector = self.one(VoiceConnector, who, 3)
        logging = LoggingConfiguration(enable_sip_logs=True)
        self.do(
            "PutVoiceConnectorLoggingConfiguration",
            who,
            voice_connector_id=connector.voice_connector_id,
            logging_configuration=logging,
        )

    @rule(who=WHO, members=st.lists(WHICH, max_size=3), which=st.none() | WHICH)
    def put_group(self, who: str, members: list[int], which: int | None) -> None:
        """Make a group, or give one other members."""
        connectors = {one.voice_connector_id for at in members if (one := self.one(VoiceConnector, who, at))}
        items = [VoiceConnectorItem(voice_connector_id=one, priority=1) for one in sorted(connectors)]
        group = None if which is None else self.one(VoiceConnectorGroup, who, which)
        if group is None:
            self.do("CreateVoiceConnectorGroup", who, name="All", voice_connector_items=items)
        else:
            named = {"voice_connector_group_id": group.voice_connector_group_id}
            self.do("UpdateVoiceConnectorGroup", who, name="All", voice_connector_items=items, **named)

    @rule(
        who=WHO, which=WHICH, chosen=st.lists(WHICH, min_size=1, max_size=3), grouped=st.booleans(), off=st.booleans()
    )
    def associate(self, who: str, which: int, chosen: list[int], grouped: bool, off: bool) -> None:
        """Put numbers somewhere, or take them away from there."""
        kind: Any = VoiceConnectorGroup if grouped else VoiceConnector
        place = self.one(kind, who, which)
        if place is not None:
            verb = "DisassociatePhoneNumbersFrom" if off else "AssociatePhoneNumbersWith"
            more: dict[str, Any] = {} if off else {"force_associate": True}
            named = {kind.key[1]: getattr(place, kind.key[1])}
            numbers = [self.number(who, at) for at in chosen]
            self.do(f"{verb}{kind.__name__}", who, e164_phone_numbers=numbers, **named, **more)

    @rule(who=WHO)
    def create_application(self, who: str) -> None:
        """Make a SIP media application."""
        function = SipMediaApplicationEndpoint(lambda_arn=f"arn:aws:lambda:us-east-1:{who}:function:answer")
        self.do("CreateSipMediaApplication", who, aws_region="us-east-1", name="Menu", endpoints=[function])

    @rule(who=WHO, which=WHICH, of_number=st.booleans(), disabled=st.booleans())
    def create_rule(self, who: str, which: int, of_number: bool, disabled: bool) -> None:
        """Make a rule for a number, or for the host of a voice connector."""
        trigger = self.number(who, which) if of_number else ""
        if trigger:
            self.change_product(who, which, "SipMediaApplicationDialIn")
        application, connector = self.one(SipMediaApplication, who, which), self.one(VoiceConnector, who, which)
        if application is not None and (trigger or connector):
            self.do(
                "CreateSipRule",
                who,
                name="Rule",
                trigger_type="ToPhoneNumber" if trigger else "RequestUriHostname",
                trigger_value=trigger or connector.outbound_host_name,
                target_applications=[target_of(application)],
                disabled=disabled,
            )

    @rule(who=WHO, which=WHICH, to=st.none() | WHICH, disabled=st.booleans())
    def update_rule(self, who: str, which: int, to: int | None, disabled: bool) -> None:
        """Enable a rule or disable it, and maybe let it have another target."""
        sip_rule = self.one(SipRule, who, which)
        application = None if to is None else self.one(SipMediaApplication, who, to)
        if sip_rule is not None:
            targets = None if application is None else [target_of(application)]
            named = {"sip_rule_id": sip_rule.sip_rule_id, "target_applications": targets}
            self.do("UpdateSipRule", who, name="Rule", disabled=disabled, **named)

    @rule(
        who=WHO, which=WHICH, kind=st.sampled_from([VoiceConnector, VoiceConnectorGroup, SipMediaApplication, SipRule])
    )
    def discard(self, who: str, which: int, kind: Any) -> None:
        """Delete something, unless something else needs it."""
        one = self.one(kind, who, which)
        if one is not None:
            self.do(f"Delete{kind.__name__}", who, **{kind.key[1]: getattr(one, kind.key[1])})

    @invariant()
    def nothing_is_wrong(self) -> None:
        """Neither as it is stored nor once all that is due is written down."""
        assert self.loop.run_until_complete(findings(self.store, self.now)) == []

    @invariant()
    def usable_numbers_have_one_account(self) -> None:
        """The rules cannot have missed what matters most."""
        numbers = self.loop.run_until_complete(everything(self.store, PhoneNumber))
        usable = [number.e164 for number in numbers if number.status in {"Assigned", "Unassigned"}]
        assert len(set(usable)) == len(usable)


def target_of(application: SipMediaApplication) -> SipRuleTargetApplication:
    """Return an application as the target of a rule."""
    return SipRuleTargetApplication(sip_media_application_id=application.sip_media_application_id, priority=1)


TestAccountsOverTime = pytest.mark.fuzz(AccountsOverTime.TestCase)
TestAccountsOverTime.settings = settings(stateful_step_count=40, max_examples=15)
