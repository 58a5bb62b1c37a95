"""The security headers of responses, and the content security policy of pages."""

NONCE = "__CSP_NONCE__"  # the built pages carry this word where a nonce belongs; it is new in every response
OWN_SIZE = "own_size"  # marks handlers whose answers the server's compression leaves alone
COMMON = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
DOCUMENT = {  # these mean something for what a window shows, and a page asks for two dozen other things
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), payment=(), usb=(), microphone=(self)",
}
PARTS = (b"application/json", b"text/javascript", b"text/css", b"font/")  # types that no window shows as a page of ours
HSTS = "max-age=31536000"
API_POLICY = "default-src 'none'; frame-ancestors 'none'"


def page_policy(nonce: str, host: str) -> str:
    """No script or style but our own files and what carries the nonce; talks to this host only."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "media-src 'self' blob:",
            "worker-src 'self' blob:",
            f"connect-src 'self' ws://{host} wss://{host}",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
