"""Where tokens are kept: both stores keep the same promises, and a copy of a store opens nothing."""

from __future__ import annotations

import asyncio
import contextlib
import json
import stat
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from portal import vault as module
from portal.vault import FileStore, RedisStore, Store, Tokens, Vault
from tests.portal.redis_server import redis_server

TOKENS = Tokens("access-secret-1", "refresh-secret-1", 1_900_000_000.5)
OpenStore = Callable[[], Store]


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of our own; skipped where none can be run."""
    with redis_server(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture(params=["file", "redis"])
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> OpenStore:
    """Opens the store; two that are opened see the same."""
    if request.param == "file":
        return lambda: FileStore(tmp_path / "portal" / "sessions.sqlite")
    url: str = request.getfixturevalue("redis_url")
    return lambda: RedisStore(Redis.from_url(url))


def run(open_store: OpenStore, steps: Callable[[Vault], Awaitable[None]], ttl_sec: float = 60) -> None:
    """The steps on a vault, in an event loop that ends with them."""

    async def whole() -> None:
        store = open_store()
        await steps(Vault(store, ttl_sec))
        if isinstance(store, RedisStore):
            await store._redis.aclose()

    asyncio.run(whole())


def test_tokens_come_back_by_their_cookie_alone(open_store: OpenStore) -> None:
    async def steps(vault: Vault) -> None:
        cookie, other = await vault.new(TOKENS), await vault.new(Tokens("a", "b", 0.0))
        assert await vault.get(cookie) == TOKENS
        assert cookie != other
        assert len(cookie) >= 43
        for strange in ("", cookie[:-1], cookie + "x", "ñ" * 50, "x" * 10_000):
            assert await vault.get(strange) is None

    run(open_store, steps)


def test_new_tokens_replace_the_old_and_what_is_dropped_is_gone(open_store: OpenStore) -> None:
    async def steps(vault: Vault) -> None:
        cookie = await vault.new(TOKENS)
        fresh = Tokens("access-2", "refresh-2", 2.0)
        await vault.put(cookie, fresh)
        assert await vault.get(cookie) == fresh
        await vault.drop(cookie)
        await vault.drop(cookie)
        assert await vault.get(cookie) is None

    run(open_store, steps)


def test_tokens_end_after_their_time(open_store: OpenStore) -> None:
    async def steps(vault: Vault) -> None:
        cookie = await vault.new(TOKENS)
        await asyncio.sleep(1.2)
        assert await vault.get(cookie) is None

    run(open_store, steps, ttl_sec=1)


def test_of_many_who_claim_a_code_one_gets_the_cookie(open_store: OpenStore) -> None:
    async def steps(vault: Vault) -> None:
        cookie = await vault.new(TOKENS)
        code = await vault.offer(cookie)
        got = await asyncio.gather(*(vault.claim(code) for _ in range(20)))
        assert [one for one in got if one is not None] == [cookie]
        assert await vault.claim(code) is None
        assert await vault.get(cookie) == TOKENS

    run(open_store, steps)


def test_a_code_is_no_cookie_and_a_cookie_no_code(open_store: OpenStore) -> None:
    async def steps(vault: Vault) -> None:
        cookie = await vault.new(TOKENS)
        code = await vault.offer(cookie)
        assert await vault.get(code) is None
        assert await vault.claim("never made") is None
        assert await vault.claim(cookie) is None
        assert await vault.get(cookie) == TOKENS

    run(open_store, steps)


def test_a_code_ends_soon(open_store: OpenStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CODE_SEC", 1.0)

    async def steps(vault: Vault) -> None:
        code = await vault.offer(await vault.new(TOKENS))
        await asyncio.sleep(1.2)
        assert await vault.claim(code) is None

    run(open_store, steps)


def test_the_lock_is_held_by_one_however_many_wait(open_store: OpenStore) -> None:
    async def steps(vault: Vault) -> None:
        inside, most = 0, 0

        async def enter() -> None:
            nonlocal inside, most
            async with vault.lock("one"):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0.01)
                inside -= 1

        async def latecomer(delay: float) -> None:
            await asyncio.sleep(delay)
            await enter()

        await asyncio.gather(*(latecomer(0.01 * n) for n in range(8)), *(enter() for _ in range(4)))
        assert most == 1

    run(open_store, steps)


def test_the_lock_of_one_session_does_not_hold_up_another(open_store: OpenStore) -> None:
    async def steps(vault: Vault) -> None:
        async with vault.lock("one"), asyncio.timeout(20), vault.lock("other"):
            pass

    run(open_store, steps)


def test_the_lock_is_free_again_after_a_failure(open_store: OpenStore) -> None:
    async def steps(vault: Vault) -> None:
        with contextlib.suppress(ValueError):
            async with vault.lock("one"):
                raise ValueError
        async with asyncio.timeout(20), vault.lock("one"):
            pass

    run(open_store, steps)


def test_no_copy_of_the_file_holds_a_token_a_cookie_or_a_code(tmp_path: Path) -> None:
    folder = tmp_path / "portal"
    made: list[str] = []

    async def steps(vault: Vault) -> None:
        made.append(await vault.new(TOKENS))
        made.append(await vault.offer(made[0]))
        everything = b"".join(path.read_bytes() for path in folder.iterdir())
        for secret in (TOKENS.access, TOKENS.refresh, *made):
            assert secret.encode() not in everything

    run(lambda: FileStore(folder / "sessions.sqlite"), steps)


@pytest.mark.parametrize("mode_before", [None, 0o644])
def test_only_the_owner_may_read_the_file(tmp_path: Path, mode_before: int | None) -> None:
    path = tmp_path / "sessions.sqlite"
    if mode_before is not None:
        path.touch()
        path.chmod(mode_before)

    vault = Vault(FileStore(path), 60)
    asyncio.run(vault.new(TOKENS))
    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()}
    assert set(modes.values()) == {0o600}, modes
    assert len(modes) > 1


def test_the_file_survives_a_restart_and_forgets_what_has_ended(tmp_path: Path) -> None:
    path = tmp_path / "sessions.sqlite"
    cookies: list[str] = []

    async def before(vault: Vault) -> None:
        cookies.append(await vault.new(TOKENS))
        await FileStore(path).put("ended", b"x", -1)

    async def after(vault: Vault) -> None:
        assert await vault.get(cookies[0]) == TOKENS

    run(lambda: FileStore(path), before)
    run(lambda: FileStore(path), after)
    assert b"ended" not in path.read_bytes()


def test_a_damaged_entry_is_no_session(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "sessions.sqlite")

    async def steps(vault: Vault) -> None:
        cookie = await vault.new(TOKENS)
        for broken in (b"", b"not sealed", module._seal(cookie).encrypt(b"[]"), module._seal(cookie).encrypt(b"{")):
            await store.put(module._name(cookie), broken, 60)
            assert await vault.get(cookie) is None
        other = module._seal("another").encrypt(json.dumps({"access": "a"}).encode())
        await store.put(module._name(cookie), other, 60)
        assert await vault.get(cookie) is None

    run(lambda: store, steps)


def test_two_who_hold_one_store_take_a_code_once(open_store: OpenStore) -> None:
    async def steps(vault: Vault) -> None:
        second = Vault(open_store(), 60)
        code = await vault.offer("cookie")
        got = await asyncio.gather(vault.claim(code), second.claim(code))
        assert set(got) == {"cookie", None}
        if isinstance(second._store, RedisStore):
            await second._store._redis.aclose()

    run(open_store, steps)
