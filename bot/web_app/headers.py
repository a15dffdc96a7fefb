"""Headers that every response carries: what a browser may load, and what it may tell others."""

from __future__ import annotations

from aiohttp import web

# No scripts at all, no inline styles, no frames: whatever a text may contain, a browser runs none of it.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Addresses hold what learners typed; and a long one, sent back as Referer, would exceed a server's header limit.
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Server": "Rectify",
}


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Set the headers just before a response is sent; also on refusals and redirects."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-cache")
