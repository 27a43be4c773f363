"""The one statement that writes the conversation records: PostgreSQL makes the JSON, a line a row, a ticket at a time.

Tickets come by an index in the order in which they were opened and everything else is looked up by index for each, so
nothing is sorted or gathered beforehand: the first line comes at once, and the memory is that of one conversation.
"""

from __future__ import annotations

from psycopg import sql

from backend.exports.wanted import LAST_RELEASE, Wanted, conditions
from backend.outcomes.meaning import RESOLVED
from shared.agent.tools import handoff
from shared.domains.pack import Pack

# Text is put together by hand where `json_build_object` would take twice as long; `to_json` does the quoting. The keys
# stand in the order of `shared.conversations.writing.to_record`. What is unknown is left out: `||` with null is null.
# The first message is compared with the description as it is: the API has taken the white space off both.
_RECORDS = sql.SQL(
    """
copy (
  select
    '{{"conversation_id":"' || ticket.id
    || '","meta":{{"context":' || to_json(ticket.category)
    || ',"canal":' || to_json(ticket.channel)
    || ',"idioma":' || to_json(ticket.language)
    || coalesce(case when outcome.kind in ({resolved}) then ',"resolved":true'
                     when outcome.kind is not null then ',"resolved":false' end, '')
    || ',"num_interactions":' || said.turns + opening.missing::int
    || ',"duration_sec":' || trim_scale(round(extract(epoch from said.last_at - said.first_at), 3))
    || ',"created_at":' || to_json(ticket.created_at)
    || coalesce(',"resolution_source":"' || outcome.source || '"', '')
    || coalesce(',"release_id":' || to_json(answer.release_id), '')
    || ',"handoff":' || exists (select from handoffs where ticket_id = ticket.id)
    || ',"reopened":' || (ticket.reopened_count > 0)
    || '}},"transcript":['
    || case when opening.missing
            then '{{"role":"user","content":' || to_json(ticket.description) || '}},' else '' end
    || said.transcript
    || '],"outcomes":{{'
    || concat_ws(',', '"csat_estimated_1_5":' || ticket.csat_score, '"tools_needed":[' || called.tools || ']')
    || '}}}}' || chr(10)
    {names}
  from tickets as ticket
  cross join lateral (
    select
      count(*) as turns, min(created_at) as first_at, max(created_at) as last_at,
      min(seq) filter (where author = 'customer') as first_said,
      min(seq) filter (where author = 'customer' and content = ticket.description) as repeated,
      string_agg(
        case author when 'customer' then '{{"role":"user","content":' else '{{"role":"assistant","content":' end
        || to_json(content) || case author when 'agent' then ',"author":"agent"}}' else '}}' end,
        ',' order by seq
      ) as transcript
    from messages
    where ticket_id = ticket.id and content <> ''
  ) as said
  cross join lateral (
    select (said.first_said = said.repeated) is not true and ticket.description <> '' as missing
  ) as opening
  left join lateral (
    select kind, source from outcomes where ticket_id = ticket.id order by id desc limit 1
  ) as outcome on true
  left join lateral ({last_release}) as answer on true
  cross join lateral (
    select string_agg(distinct to_json({tool_name})::text, ',') as tools
    from tool_calls where ticket_id = ticket.id and tool <> {handoff}
  ) as called
  where said.turns > 0 and {which}
  order by ticket.created_at, ticket.id
  {limit}
) to stdout (format binary)
"""
)


_NAME = sql.SQL(", (select name from users where users.id = ticket.customer_id)")


def records(wanted: Wanted, pack: Pack, *, with_names: bool = False) -> sql.Composed:
    """The statement. What it sends is PostgreSQL's binary COPY format, a text column: a line with its line break; and
    `with_names` a second one, the customer's name, for who takes it out of the line."""
    return _RECORDS.format(
        resolved=sql.SQL(", ").join(sql.Literal(kind.value) for kind in sorted(RESOLVED)),
        last_release=sql.SQL(LAST_RELEASE),
        tool_name=_tool_name(pack),
        handoff=sql.Literal(handoff.NAME),
        names=_NAME if with_names else sql.SQL(""),
        which=_which(wanted),
        limit=sql.SQL("limit {}").format(sql.Literal(wanted.limit)) if wanted.limit is not None else sql.SQL(""),
    )


def _which(wanted: Wanted) -> sql.Composable:
    asked = [sql.SQL(one.sql).format(sql.Literal(one.value)) for one in conditions(wanted)]
    return sql.SQL(" and ").join([sql.SQL("true"), *asked])


def _tool_name(pack: Pack) -> sql.Composable:
    """The name under which the analysis knows a called tool: that of its intent."""
    names = [(tool.name, pack.intent(tool.intent).tool) for tool in pack.tools]
    cases = [sql.SQL("when {} then {}").format(sql.Literal(own), sql.Literal(shown)) for own, shown in names]
    return sql.SQL("case tool {} else tool end").format(sql.SQL(" ").join(cases)) if cases else sql.SQL("tool")
