"""Words on pages: every one through the catalogue, in the reader's language."""

from __future__ import annotations

import json

import reflex as rx
from reflex.vars import VarData

from portal.i18n.catalogue import texts
from portal.states.session import Session

_ALL = texts()


def t(key: str, **values: object) -> rx.Var[str]:
    """The text of `key` in the page's language, chosen in the browser; `values` fill its `{name}`s and may be Vars."""
    language = rx.Var.create(Session.language)
    expression = f"({json.dumps(_ALL[key]._asdict(), ensure_ascii=False)})[{language}]"
    data = [language._get_all_var_data()]
    for name, value in values.items():
        filled = rx.Var.create(value)
        expression += f".replaceAll({json.dumps('{' + name + '}')}, () => String({filled}))"
        data.append(filled._get_all_var_data())
    return rx.Var(_js_expr=expression, _var_type=str, _var_data=VarData.merge(*data))
