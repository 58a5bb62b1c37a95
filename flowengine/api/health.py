"""GET /api/health: whether this process answers."""

from litestar import get


@get("/api/health", summary="Whether the server answers", tags=["server"])
async def health() -> dict[str, str]:
    """Answers `{"status": "ok"}` as long as the process serves requests; says nothing about any tenant."""
    return {"status": "ok"}


HANDLERS = (health,)
