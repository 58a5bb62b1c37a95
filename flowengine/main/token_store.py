"""Keeps API tokens as documents of their tenant: in its ledger, in its order, with a trace fact for each change."""

from flowengine.main.exchange import Exchange
from flowengine.messages import DocumentPut

KIND = "token"


class TokenDocuments:
    """A token is found at the node that serves its tenant."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def token(self, token_id: str) -> tuple[str, str] | None:
        served = self._exchange.runtime.tenants()
        rows = ((tenant, self._exchange.board(tenant).library.get(KIND, token_id)) for tenant in served)
        return next(((tenant, row.body) for tenant, row in rows if row is not None), None)

    def tokens_of(self, tenant: str) -> list[str]:
        return [row.body for row in self._exchange.board(tenant).library.of_kind(KIND)]

    async def put_token(self, tenant: str, token_id: str, body: str, author: str) -> None:
        event = DocumentPut(kind=KIND, key=token_id, body=body, base="*", author=author)
        await self._exchange.submit(tenant, event)
