"""What accounts refuse, for programs that must tell the cases apart.

Unauthenticated 401
├── RefreshInvalid          unknown, expired, or of a sign-in that has ended
├── RefreshReused           used a second time: the whole sign-in is ended
└── RefreshRaced            another request used it at the same moment: nothing is ended
Forbidden 403
└── WrongPassword           the current password, asked for again
BadRequest 400
├── ResetTokenInvalid
├── ResetTokenUsed
└── ResetTokenExpired
"""

from __future__ import annotations

from backend.errors import BadRequest, Forbidden, Unauthenticated


class RefreshInvalid(Unauthenticated):
    code = "refresh_invalid"


class RefreshReused(Unauthenticated):
    code = "refresh_reused"


class RefreshRaced(Unauthenticated):
    code = "refresh_raced"


class WrongPassword(Forbidden):
    code = "wrong_password"


class ResetTokenInvalid(BadRequest):
    code = "reset_token_invalid"


class ResetTokenUsed(BadRequest):
    code = "reset_token_used"


class ResetTokenExpired(BadRequest):
    code = "reset_token_expired"
