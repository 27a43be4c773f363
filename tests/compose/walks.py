"""What is done in each profile, step by step, as customers and the company's people do it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import httpx2

from tests.compose.customer import Answer, Customer, company_of, company_shown
from tests.compose.measuring import Figures, memory
from tests.compose.stack import Stack, ran
from tests.compose.steps import step

NOBODY = "10001"
JOB_SEC = 30.0
CUSTOMERS, QUESTIONS = 8, 5
"""Of the small load under which memory is looked at."""
IMPROVE = ("acs", "improve", "shared/samples/kavak.jsonl", "--approve", "--conversations-per-context", "1", "--out")
DONE_THERE = """from distributed import Client
with Client("tcp://scheduler:8786") as client:
    print(*client.run_on_scheduler(lambda dask_scheduler: list(dask_scheduler.task_prefixes)))"""
CLAIMS = 12
ASK_AS_PORTAL = """import urllib.request as web
for number in range({claims}):
    asked = web.Request("http://api:8000/api/v1/config", headers={{"X-Forwarded-For": f"198.51.100.{{number}}"}})
    print(web.urlopen(asked).headers["RateLimit-Remaining"])"""
COMPARED = (
    "metrics.json", "intents.csv", "candidate_tools_ranked.csv", "baseline_meta.csv", "evidence.jsonl",
    "baseline_simulated.jsonl", "proposed_conversations.jsonl", "proposed_meta.csv",
)  # fmt: skip


def plain(stack: Stack, figures: Figures) -> None:
    """`docker compose up`: a laptop."""
    with step(stack, "up: everything is healthy", "backend"):
        figures.started["plain"] = stack.up()
    api, portal = stack.url("PORT"), stack.url("PORTAL_PORT")
    with step(stack, "sign-up, ticket, and a chat whose answer streams", "backend"):
        in_pieces(chat(api))
    with step(stack, "the portal shows its page, and its websocket the company", "portal", "backend"):
        portal_works(portal, api)
    with step(stack, "the workbench is healthy", "workbench"):
        workbench_works(stack.url("WORKBENCH_PORT"))
    with step(stack, "addresses are believed where they should be", "backend"):
        addresses_believed(stack, api, "portal")
    with step(stack, "processes are nobody's and can write to no program", "backend"):
        for service in ("backend", "portal", "workbench"):
            confined(stack, service)
    with step(stack, "memory", "backend"):
        figures.memory["plain"] = memory(stack, lambda: load(api))
    with step(stack, "what was said is there after a restart of everything", "postgres", "backend"):
        kept_over_restart(stack, api)


def scaled(stack: Stack, figures: Figures) -> None:
    """Two of each behind the proxy."""
    with step(stack, "scale: everything is healthy", "proxy"):
        figures.started["scale"] = stack.up("proxy", "workbench", profiles=["scale"])
        assert len(stack.containers("backend-replica")) == len(stack.containers("portal-replica")) == 2
    url = stack.url("PROXY_PORT")
    with step(stack, "sign-up, ticket, and a chat whose answer streams through the proxy", "proxy", "backend-replica"):
        in_pieces(chat(url))
    with step(stack, "the portal and its websocket through the proxy", "proxy", "portal-replica"):
        portal_works(url, url)
        assert httpx2.get(f"{url}/metrics").status_code == 404, "figures of the backend are shown to the world"
    with step(stack, "addresses are believed where they should be, through the proxy", "proxy", "backend-replica"):
        addresses_believed(stack, url, "portal-replica")
    with step(stack, "both replicas answer", "backend-replica"):
        load(url)
        answers = {one.id[:12]: answered(one.id, stack) for one in stack.containers("backend-replica")}
        assert sum(count > 0 for count in answers.values()) == 2, f"answers by replica: {answers}"
    with step(stack, "a job is done by the worker", "worker", "backend-replica"):
        mailed_by_worker(stack, url)
    with step(stack, "the workbench is healthy", "workbench"):
        workbench_works(stack.url("WORKBENCH_PORT"))
    with step(stack, "memory", "backend-replica"):
        figures.memory["scale"] = memory(stack, lambda: load(url))
    with step(stack, "one replica killed: customers are answered by the other", "proxy", "backend-replica"):
        one_killed(stack, url)


def clustered(stack: Stack, figures: Figures) -> None:
    """The cluster beside the plain services."""
    with step(stack, "cluster: everything is healthy", "scheduler", "dask-worker"):
        figures.started["cluster"] = stack.up(profiles=["cluster"])
    with step(stack, "`acs improve` on one machine", "workbench"):
        stack.inside("workbench", *IMPROVE, "/runs/local")
    with step(stack, "`acs improve` on the cluster", "workbench", "scheduler", "dask-worker"):
        stack.inside("workbench", *IMPROVE, "/runs/cluster", "--scheduler", "tcp://scheduler:8786")
        done = stack.inside("workbench", "python", "-c", DONE_THERE).split()
        assert {"analyze_chunk", "play"} <= set(done), f"what was done on the cluster: {done}"
    with step(stack, "both gave the same bytes", "workbench"):
        sums = {
            run: stack.inside("workbench", "sh", "-c", f"cd /runs/{run} && sha256sum {' '.join(COMPARED)}")
            for run in ("local", "cluster")
        }
        assert sums["local"] == sums["cluster"], sums
    with step(stack, "memory", "dask-worker"):
        again = (*IMPROVE, "/runs/again", "--scheduler", "tcp://scheduler:8786")
        figures.memory["cluster"] = memory(stack, lambda: stack.inside("workbench", *again))


def addresses_believed(stack: Stack, api: str, portal: str) -> None:
    """Who comes from outside is counted by where they come from, whatever they say; the portal's word is taken.

    `RateLimit-Remaining` shows it: addresses that are believed have a count each, others share one.
    """
    with httpx2.Client() as http:
        claims = ({"X-Forwarded-For": f"203.0.113.{number}"} for number in range(CLAIMS))
        answers = [http.get(f"{api}/api/v1/config", headers=claim).raise_for_status() for claim in claims]
    outside = {answer.headers["RateLimit-Remaining"] for answer in answers}
    inside = set(stack.inside(portal, "python", "-c", ASK_AS_PORTAL.format(claims=CLAIMS)).split())
    assert len(outside) > 1, f"an address that a stranger claims is believed: {outside}"
    assert len(inside) == 1, f"the portal is not believed whose customer asks: {inside}"


def chat(api: str) -> Answer:
    """A new customer's first question, answered and stored."""
    customer = Customer.new(api)
    ticket = customer.open_ticket()
    answer = customer.ask(ticket)
    stored = customer.last_message(ticket)
    assert stored["author"] == "bot", f"the last message is {stored}"
    return answer


def in_pieces(answer: Answer) -> None:
    """The model takes 0.3 s to its first word: a stream that something kept back would come at once."""
    assert answer.kinds.count("delta") > 1, f"the answer came as {answer.kinds}"
    assert answer.streamed_sec > 0.2, f"the whole stream came within {answer.streamed_sec:.3f} s"


def portal_works(portal: str, api: str) -> None:
    page = httpx2.get(f"{portal}/login").raise_for_status()
    assert "<html" in page.text
    assert company_shown(portal) == company_of(api)


def workbench_works(url: str) -> None:
    assert httpx2.get(f"{url}/_stcore/health").raise_for_status().text == "ok"
    assert httpx2.get(url).raise_for_status().headers["content-type"].startswith("text/html")


def confined(stack: Stack, service: str) -> None:
    assert stack.inside(service, "id", "--user").strip() == NOBODY
    tried = stack.inside(service, "sh", "-c", "touch /app/written 2>/dev/null || echo refused").strip()
    assert tried == "refused", f"{service} can write to /app"


def load(api: str) -> None:
    """Some customers at once, with a few questions each."""

    def talk(_: int) -> None:
        customer = Customer.new(api)
        ticket = customer.open_ticket()
        for _ in range(QUESTIONS):
            customer.ask(ticket)

    with ThreadPoolExecutor(CUSTOMERS) as pool:
        list(pool.map(talk, range(CUSTOMERS)))


def kept_over_restart(stack: Stack, api: str) -> None:
    customer = Customer.new(api)
    ticket = customer.open_ticket()
    customer.ask(ticket)
    before = customer.last_message(ticket)
    stack.compose("down", "--timeout", "30")  # without the volumes
    stack.up()
    assert customer.last_message(ticket) == before


def answered(container: str, stack: Stack) -> int:
    """How many messages a replica has answered, by its own figures."""
    look = "import urllib.request as web; print(web.urlopen('http://127.0.0.1:8000/metrics').read().decode())"
    lines = ran(["docker", "exec", container, "python", "-c", look]).splitlines()
    return round(sum(float(line.split()[-1]) for line in lines if line.startswith("acs_replies_total{")))


def mailed_by_worker(stack: Stack, url: str) -> None:
    Customer.new(url).forget_password()
    ends = time.monotonic() + JOB_SEC
    while "the job send_mail took" not in stack.logs("worker", 50):
        assert time.monotonic() < ends, f"no mail within {JOB_SEC:.0f} s"
        time.sleep(0.5)
    assert "the job" not in stack.logs("backend-replica", 500), "a replica does jobs"


def one_killed(stack: Stack, url: str) -> None:
    ran(["docker", "kill", stack.containers("backend-replica")[0].id])
    for _ in range(3):
        chat(url)
