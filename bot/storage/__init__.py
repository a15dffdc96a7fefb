"""What Rectify remembers: feedback, long recipes behind buttons, the fingerprint of registered commands."""

from bot.storage.store import Store

__all__ = ["Store"]
