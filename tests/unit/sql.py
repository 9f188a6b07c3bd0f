"""What stands in a ledger's tables, whichever database has them."""

from typing import Any

from sqlalchemy import text

from app.ledger import Ledger


async def sql(ledger: Ledger, statement: str) -> list[tuple[Any, ...]]:
    async with ledger._session.begin() as session:
        result = await session.execute(text(statement))
        return [tuple(row) for row in result] if result.returns_rows else []
