"""The headers that every answer carries, whoever makes it: a view, a middleware, or the server before either."""

ONE_YEAR = 365 * 24 * 60 * 60
# Nothing is allowed that is not named. Forms may be sent to the site itself, pages may not be framed.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STRICT_TRANSPORT = {"Strict-Transport-Security": f"max-age={ONE_YEAR}"}


def headers_of(is_https: bool) -> dict[str, str]:
    """For a site whose own address is https, or is not: only the first may ask for encryption from now on."""
    return {**SECURITY_HEADERS, **(STRICT_TRANSPORT if is_https else {})}
