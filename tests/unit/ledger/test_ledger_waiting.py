"""Who waits for a person is looked for every few seconds, in a database that may have counted nothing yet."""

from typing import Any

from sqlalchemy import event

from app.ledger import Ledger


async def test_who_waits_is_found_by_an_index_that_has_nobody_else(tmp_path):
    async with Ledger.opened(f"sqlite+aiosqlite:///{tmp_path}/ledger.db") as ledger:
        inbox, asked = ledger.inbox, list[tuple[str, Any]]()
        async with ledger._session() as session:
            engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
        await inbox.calling(["app-1", "app-2"])
        await inbox.waiting(["app-1", "app-2"])
        await inbox.waiting_in()
        assert len(asked) == 3
        for statement, parameters in tuple(asked):
            async with ledger._session() as session:
                connection = await session.connection()
                plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                assert " USING INDEX ix_inbox_waits" in plan.first()[3]
