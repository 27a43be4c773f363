"""What the code never does: run what it reads, unpack objects, fetch addresses that somebody gave it, keep secrets."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from shared.domains.pack import PackError, load_pack
from tests.backend.people import PASSWORD, Person
from tests.backend.serving import SECRET, RunningServer
from tests.threats.sources import ROOT, calls, imports, tracked_files

RUNS_TEXT = re.compile(r"(builtins\.)?(eval|exec|compile|__import__)|os\.(system|popen|exec\w+|spawn\w+)")
PROCESSES = ("portal/building.py", "shared/launching/", "backend/backups/")
"""Where other programs are started, with words of ours: building, starting and backing up. No request comes there."""
MAKERS = re.compile(
    r"httpx2?\.(Async)?Client|AsyncOpenAI|OpenAI|smtplib\.SMTP(_SSL)?|Redis\.from_url|Client|(urllib\.request\.)?urlopen"
    r"|httpx2?\.(get|post|put|request|stream)|requests\.\w+|(http\.client\.)?HTTPS?Connection"
    r"|(socket\.)?create_connection|(asyncio\.)?open_connection|ftplib\.\w+|aiohttp\.\w+"
)
SPEAKERS = {
    "shared/llm/connections.py": "OPENAI_BASE_URL",
    "shared/cli/scheduler.py": "--scheduler",
    "portal/client.py": "BACKEND_URL",
    "portal/vault.py": "REDIS_URL",
    "workbench/client.py": "BACKEND_URL",
    "backend/mail.py": "SMTP_HOST",
}
"""The files that open connections, each with the setting of the deployment that says where to (PostgreSQL is the other:
DATABASE_URL)."""


def test_nothing_that_is_read_is_run() -> None:
    assert [call for call in calls() if RUNS_TEXT.fullmatch(call.name)] == []
    started = [call for call in calls() if call.name.startswith("subprocess.")]
    assert [call for call in started if not call.file.startswith(PROCESSES)] == []
    assert [call for call in calls() if call.keywords.get("shell") not in (None, "False")] == []


def test_objects_are_never_unpacked_from_files() -> None:
    forbidden = {"pickle", "cPickle", "dill", "cloudpickle", "shelve", "marshal", "joblib", "jsonpickle", "xml", "lxml"}
    assert {name for name in imports() if name.split(".")[0] in forbidden} == set()
    loads = [call for call in calls() if call.name in ("np.load", "numpy.load")]
    assert loads
    assert all(call.keywords.get("allow_pickle") == "False" for call in loads)
    unsafe = [call for call in calls() if re.fullmatch(r"yaml\.(unsafe_load|full_load|load|load_all)", call.name)]
    assert {call.file for call in unsafe} == {"shared/domains/pack.py"}, "which loads with a safe loader"


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system ['touch {}']", "!!python/name:os.system", "&a [*a, *a]", "!include {}"]
)
def test_a_pack_cannot_run_anything(tmp_path: Path, tag: str) -> None:
    mark, pack = tmp_path / "ran", tmp_path / "evil.yaml"
    pack.write_text(f"id: {tag.format(mark)}\n", encoding="utf-8")
    with pytest.raises(PackError):
        load_pack(str(pack))
    assert not mark.exists()


def test_connections_lead_only_where_the_deployment_says() -> None:
    """No address comes from a customer, a file or a model: only these files speak to others, where settings say."""
    speaking = {call.file for call in calls() if MAKERS.fullmatch(call.name)}
    assert {file for file in speaking if not file.startswith("shared/launching/")} == set(SPEAKERS)
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    for setting in SPEAKERS.values():
        assert setting.startswith("--") or f"{setting}=" in example


def test_tokens_take_no_proxy_and_nobody_is_followed() -> None:
    for file in ("portal/client.py", "workbench/client.py"):
        made = [call for call in calls() if call.file == file and call.name.endswith("Client")]
        assert [call.keywords.get("trust_env") for call in made] == ["False"]
    assert [call for call in calls() if call.keywords.get("follow_redirects") == "True"] == []


KEYS = {
    "OpenAI": re.compile(r"\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,}"),
    "AWS": re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    "GitHub": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,})"),
    "Google": re.compile(r"\bAIza[\w-]{35}\b"),
    "Slack": re.compile(r"\bxox[abprs]-[\w-]{10,}"),
    "Stripe": re.compile(r"\b[rs]k_live_\w{16,}"),
    "Meta": re.compile(r"\bEAA[A-Za-z0-9]{60,}"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]"),
    "a signed token": re.compile(r"\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}"),
}
"""By the shape that their makers gave them."""
NAMED = {
    "a password in an address": re.compile(
        r"\b(?:postgres(?:ql)?|redis|https?|amqp)://[^\s:/@{}<>$]+:([^\s:/@{}<>$]+)@"
    ),
    "a named secret": re.compile(
        r"(?i)(?:secret|password|passwd|token|api_?key)\w*[\"']?\s*[:=]\s*[\"']([A-Za-z0-9+/_=-]{24,})[\"']"
    ),
}
"""By the name that they stand under; what tests make up is not looked at."""
EXAMPLES = frozenset({"password", "geheim", "secret"})
BITS = 3.7
"""Of entropy a character: above it a word was made by dice, below by people."""
BINARY = {".webp", ".png", ".woff2", ".npz", ".ico", ".zst", ".gz"}


def test_the_repository_keeps_no_secret() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {what}"
        for path in tracked_files()
        if path.suffix not in BINARY
        for what in secrets_in(path.read_text(encoding="utf-8", errors="replace"), invented="tests" in path.parts)
    ]
    assert found == []


def secrets_in(text: str, *, invented: bool = False) -> Iterator[str]:
    """What in a text looks like a secret; where they are `invented`, only what has the shape of a real key."""
    for what, shape in KEYS.items():
        yield from (what for match in shape.finditer(text) if entropy(match[0]) >= BITS or "PRIVATE" in match[0])
    for what, shape in NAMED.items() if not invented else ():
        for match in shape.finditer(text):
            long = len(match[1]) >= 24
            if match[1] not in EXAMPLES and (not long or entropy(match[1]) >= BITS):
                yield what


def entropy(text: str) -> float:
    """Bits a character, by how often each occurs."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


def test_the_scan_finds_what_it_looks_for() -> None:
    made = [
        "sk-" + "proj-9aK3xQ7Lm2Vt8Zr4Bw6Yc1Nd5",
        "AKIA" + "2E7Q9ZK4M1XW8B3V",
        "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIE",
        "postgresql://acs:" + "q7Lm2Vt8@db/acs",
        'SECRET_KEY = "' + 'v8Zr4Bw6Yc1Nd5Kp0Hs7Jt3Gf9Ux2Aq"',
        "eyJhbGciOiJIUzI1NiIsInR5cCI6" + ".eyJzdWIiOiIxMjM0NTY3ODkwIiwi" + ".dBjftJeZ4CVPmB92K27uhbUJU1p1r",
    ]
    for secret in made:
        assert list(secrets_in(secret)), secret
    assert list(secrets_in('password = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"')) == []


def test_figures_errors_and_the_public_config_tell_no_secret(
    server: RunningServer, person: Callable[..., Person], api: httpx2.Client
) -> None:
    customer = person()
    about = {"email": "ana.secreta@example.com", "password": "hunter2 hunter2"}
    answers = [
        api.post("auth/login", json=about),
        api.post("auth/login", json=about | {"extra": about["password"]}),
        api.post("auth/refresh", json={"refresh_token": "not-a-token-of-ours-0001"}),
        api.get("me", headers={"Authorization": f"Bearer {customer.token}x"}),
        api.get("config"),
        customer.get("tickets?cursor=hunter2"),
        httpx2.get(f"{server.url}/metrics"),
        httpx2.get(f"{server.url}/health/ready"),
        httpx2.get(f"{server.url}/openapi.json"),
    ]
    database = server.services.database.url
    secret = (SECRET, "hunter2", "ana.secreta", customer.token, customer.email, str(customer.id), database, PASSWORD,
              "not-a-token-of-ours", "Traceback", "site-packages")  # fmt: skip
    for answer in answers:
        assert [word for word in secret if word in answer.text] == [], answer.request.url


def test_images_carry_nothing_but_pixels() -> None:
    """No text that a camera, an editor or a browser wrote into a picture: places, names, tokens in an address bar."""
    for path in tracked_files():
        if path.suffix in (".webp", ".png"):
            head = path.read_bytes()
            assert not re.search(rb"EXIF|Exif\x00|XMP |tEXt|iTXt|zTXt|eXIf", head[:64] + head[-4096:]), path
