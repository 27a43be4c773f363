"""How much of a model's reply is taken."""

from __future__ import annotations

from shared.agent.bounds import MOST_CALLS, MOST_NAME, TOO_LONG, bounded
from shared.llm.protocol import Reply, ToolCall, Usage

WORD = {"role": "assistant", "content": "Un momento."}


def reply_with(calls: list[ToolCall]) -> Reply:
    items = [
        {"type": "function_call", "call_id": call.call_id, "name": call.name, "arguments": call.arguments}
        for call in calls
    ]
    return Reply("", tuple(calls), (WORD, *items), Usage(), "m", 0.0)


def test_a_thousand_calls_are_not_heard_of_even_if_they_share_one_id() -> None:
    for ids in ([str(number) for number in range(1000)], ["c"] * 1000, [f"{'c' * MOST_NAME}{n}" for n in range(1000)]):
        found = bounded(reply_with([ToolCall(call_id, "payout", "{}") for call_id in ids]))
        assert len(found.tool_calls) == MOST_CALLS
        assert len(found.output) == 1 + MOST_CALLS
        assert [call.call_id for call in found.tool_calls] == [item["call_id"] for item in found.output[1:]]


def test_names_and_arguments_are_cut_alike_in_the_calls_and_in_what_is_sent_back() -> None:
    found = bounded(reply_with([ToolCall("c" * 500, "n" * 500, "{" * 100_000)]))
    call, item = found.tool_calls[0], found.output[1]
    assert (call.call_id, call.name, call.arguments) == ("c" * MOST_NAME, "n" * MOST_NAME, TOO_LONG)
    assert (item["call_id"], item["name"], item["arguments"]) == (call.call_id, call.name, call.arguments)


def test_a_reply_of_a_sensible_size_stays_as_it_is() -> None:
    reply = reply_with([ToolCall("c1", "payout", '{"reference": null}'), ToolCall("c2", "status", "{}")])
    assert bounded(reply) == reply
