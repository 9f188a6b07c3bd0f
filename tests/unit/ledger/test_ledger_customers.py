"""Whose a conversation is, as the inbox knows: by which name, since when, and what else there is of them."""

from app.ledger import Lifetime
from tests.unit.ledger.inboxes import AGENT, asked

BOTH = ["app-1", "app-2"]
HERE = {"kind": "oidc", "groups": (), "device": "", "address": ""}


async def test_what_there_is_of_somebody_newest_first(ledger):
    first = await asked(ledger, "Lamps?")
    await asked(ledger, "Ships?", app="app-2")
    await asked(ledger, "Boats?", "visitor-2")
    gone = await asked(ledger, "Gone?")
    await ledger.mark(gone, deleted_at=1.0)
    known = await ledger.inbox.customer(BOTH, AGENT, "visitor-1")
    assert (known.name, known.since, known.count) == ("", first.created_at, 2)
    assert [line.excerpt for line in known.lines] == ["Ships?", "Lamps?"]
    assert (await ledger.inbox.customer(["app-1"], AGENT, "visitor-1")).count == 1
    assert (await ledger.inbox.customer(BOTH, AGENT, "nobody")).count == 0


async def test_somebody_is_known_by_the_account_the_last_sign_in_or_the_name_that_they_asked_by(ledger):
    await ledger.accounts.add("anna", "hash", [])
    [account] = await ledger.accounts.all()
    for user, name in ((account.user, "Anna of another site"), ("oidc:1", "Bea"), ("shopper-7", "Cem")):
        row = await asked(ledger, "Lamps?", user)
        await ledger.inbox.called(row.app, row.id, name, "en")
    for name in ("Bea Before", "Bea Beck"):
        await ledger.signed_in.add("oidc:1", Lifetime(60, 60), name=name, **HERE)
    for user, name in ((account.user, "anna"), ("oidc:1", "Bea Beck"), ("shopper-7", "Cem")):
        known = await ledger.inbox.customer(BOTH, AGENT, user)
        assert known.name == name
    assert known.lines[0].called == "Cem"


async def test_the_name_that_was_known_stays_and_the_language_is_that_of_the_last_question(ledger):
    row = await asked(ledger, "Lamps?", "shopper-7")
    for name, language in (("Cem", "en"), ("", "de"), ("", "de")):
        await ledger.inbox.called(row.app, row.id, name, language)
    await ledger.inbox.called(row.app, "made-up", "Cem", "en")
    now = await ledger.handover.conversation(row.app, row.id)
    assert (now.called, now.language) == ("Cem", "de")
