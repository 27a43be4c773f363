"""Accounts under `/api/v1`: `auth/…` and `me/…`."""

from __future__ import annotations

from fastapi import APIRouter

from backend.users import auth_routes, me_routes

router = APIRouter()
router.include_router(auth_routes.router)
router.include_router(me_routes.router)
