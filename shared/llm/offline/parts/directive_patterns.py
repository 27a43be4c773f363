"""The words by which directives are recognised: plain (lower case, no accents) Spanish, Portuguese and English."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ASK = (
    r"(?:preguntes?|preguntar|pregunta|pidas|pedir|pide|solicit\w+|repit\w+|repet\w+|pergunt\w+|pec[ao]s?|ask\w*"
    r"|request\w*)"
)
_AGAIN = (
    r"(?:de nuevo|otra vez|nuevamente|dos veces|de novo|novamente|duas vezes|again|twice|repeatedly|already|ya |ja "
    r"|conocid|known|you know|mismo dato|mesmo dado|same (?:data|question|information|thing))"
)
TOPICS: Mapping[str, re.Pattern[str]] = {
    "tools": re.compile(
        r"\bherramient\w+|\bferrament\w+|\btools?\b|\bfunction calls?|\bfunc(?:iones|oes)\b|\bverifi\w+"
        r"|\blook(?:ing)? (?:it |them |things )?up"
        r"|\bcheck\w* (?:the |their |its |his |her )*(?:record|data|system|file|status|first)"
        r"|\bconsult(?:a|e|es|ar|ando) (?:siempre|sempre|antes|primero|primeiro|el |la |los |las |o |a |os |as |su "
        r"|seu |sua |datos|dados|sistema|nada|any|the )"
        r"|\b(?:sin|sem) (?:consultar|verificar|revisar|checar)|\b(?:datos|dados) (?:reales|reais)|\breal data"
    ),
    "next_step": re.compile(
        r"\b(?:siguientes?|proxim[oa]s?) (?:paso|passo)s?|\b(?:paso|passo)s? (?:siguiente|concret|a seguir|clar"
        r"|proxim)"
        r"|\bnext[- ](?:step|action)s?|\bconcrete(?:ly)?\b|\bconcret[oa]s?\b|\bque sigue\b|\bwhat happens next"
        r"|\b(?:fecha|data|date)s? (?:y|e|and|o|ou|or|u) (?:el |o |the )?(?:monto|importe|valor|hora|amount|time)"
        r"|\bactionable|\baccionable"
    ),
    "no_repeats": re.compile(
        rf"\b{_ASK}\b.{{0,80}}{_AGAIN}|\bvuelv\w+ a (?:pedir|preguntar|solicitar)|\bvolt\w+ a (?:pedir|perguntar)"
        rf"|\bre-?ask"
    ),
    "remembers": re.compile(
        r"\b(?:recuerd\w+|aprovech\w+|lembr\w+|remember|reuse|keep track of|ten en cuenta"
        r"|leve em conta) .{0,30}?(?:dijo|dio|compartio|"
        r"disse|informou|said|told|gave|ya |ja |already|conversacion|conversa)"
    ),
    "own_language": re.compile(
        r"\b(?:respond\w*|contest\w*|answer\w*|reply|replies|escrib\w*|escrev\w*|write|habl\w*|speak|fal[ea]\w*"
        r"|atiend\w*|atend\w*|usa|use)\b.{0,40}?\b(?:idioma|lengua|lingua|language)"
        r"|\b(?:idioma|lengua|lingua) (?:en que|em que|del?|do|da|de la) .{0,20}?(?:escrib|escrev|client|usuari)"
        r"|\b(?:customer|user|client)'?s?'? (?:own )?language"
        r"|\bsame language|\bmism[oa] (?:idioma|lengua)|\bmesm[oa] (?:idioma|lingua)"
    ),
    "empathy": re.compile(
        r"\bempat\w+|\bempath\w+|\b(?:disculp|desculp)\w+|\bapolog\w+|\backnowledg\w+|\bacolh\w+|\bcalid(?:o|a|ez)\b"
        r"|\bwarm(?:th|ly)?\b|\bvalidat?\w* .{0,20}?(?:emo|sent|feel)"
        r"|\b(?:reconoc|reconhec)\w+ .{0,40}?(?:molest|frustr|emoc|situac|problem|sent|preocup|sient)"
    ),
    "handoff": re.compile(
        r"\bhand(?:ing)?[- ]?(?:off|over|s? (?:them|the customer|it) (?:off|over))|\bescal(?:a|ar|as|e|es|ate|ating)\b"
        r"|\b(?:pass?[ae][\w-]*|deriv\w+|transfi\w+|transfer\w*|encaminh\w+|canali[zc]\w+|conect\w+|connect\w*|pass\w*"
        r"|refer\w*|ofre[cz]\w+|offer\w*) .{0,60}?"
        r"(?:persona\b|human|asesor|agente|pessoa|atendente|\bperson\b|\bagent|coleg|colleague|teammate|someone)"
    ),
    "brevity": re.compile(
        r"\b(?:breve|brevedad|brevidade|brief|briefly|concis\w+|corto|cortas?|curt[oa]s?|short|objetiv[oa]s?|al grano"
        r"|to the point|succinct\w*)\b"
        r"|\b(?:una|dos|tres|uma|duas|one|two|three|1|2|3) (?:o tres |or three |ou tres |a 3 |to three )?(?:frases"
        r"|oraciones|sentences|lineas|linhas)\b"
    ),
    "confirmation": re.compile(
        r"\bconfirm\w* .{0,60}?(?:antes|before|irrevers|cancel|acept|aceit|accept)|\b(?:antes de"
        r"|before) .{0,50}?(?:irrevers|cancel|acept|aceit|accept|ejecut|execut)"
        r"|\b(?:boton|botao|button)\b"
    ),
    "evasion": re.compile(
        r"\bevasiv\w+|\b(?:vag[oa]s?|vague\w*|ambigu\w+|noncommittal)\b|\brespuestas? generales"
        r"|\brespostas? (?:gerais|vagas)|\bgeneric (?:answers?|replies)|\bgeneral (?:answers|terms)"
        r"|\bsin comprometer\w*|\bsem se comprometer"
    ),
    "stalling": re.compile(
        r"\b(?:di|diles?|dile|pide\w*|pidas|digas|decir\w*|sugier\w+|invit\w+|remit\w+|diga|peca|mande|oriente|tell"
        r"|telling|ask|asking|advise|direct|refer|send|instruct)\b"
        r".{0,40}?\b(?:esper[ea]\w*|aguard\w+|paciencia|wait|patien\w+|llam[ae]\w*|ligu\w+|ligar|call\b|by phone"
        r"|por telefono|telefonear|por telefone|call center|website|sitio web|pagina web|later|mas tarde"
        r"|volver a escribir)"
        r"|\bte contactaremos|\bentraremos em contato|\bwe will contact"
    ),
    "details": re.compile(
        r"\b(?:des|dar|de|da|give|giving|share|provide|mention\w*|mencion\w+|revel\w+|compart\w+|forne\w+"
        r"|entreg\w+) .{0,30}?"
        r"(?:detalle|detalhe|detail|fechas?\b|datas?\b|dates?\b|montos?\b|valores?\b|amounts?\b|figures|cifras"
        r"|informacion|informacao|information)"
    ),
}
"""What a clause is about. "stalling" and "details" only count where they do harm."""
EXEMPT: Mapping[str, re.Pattern[str]] = {
    "tools": re.compile(
        r"^(?!.*\b(?:us(?:[aeo]s?|en|ar|ing)|utiliz\w+|emple\w+|call|consult\w+)\b)"
        r".*\b(?:mencion|revel|nombr|nomes? d|mention|reveal|expose|names? of|explic|explain|habl|talk about|fale)"
    ),
    "details": re.compile(
        r"\b(?:personal|pessoa\w+|otr[oa]s?|outr[oa]s?|others?|another|privad|sensib|sensiv|sensitiv|confiden|tercer"
        r"|terceir|third|intern[oa]s?|internal|verif|confirmad|segur[oa]|sure|invent|fals|que no "
        r"|que nao |that you |bancari|bank)"
    ),
}
"""Clauses that name a topic and say something else: not to reveal tools, not to pass on somebody's data."""
ONLY = re.compile(
    r"\b(?:siempre|solo|solamente|unicamente|exclusivamente|always|only|sempre|apenas|somente)\b.{0,25}\b(?:en|in"
    r"|em)\b (?P<a>\w+)"
    r"|\b(?:en|in|em) (?P<b>\w+) (?:siempre|solamente|unicamente|always|only|sempre|apenas|somente)\b"
)
NEGATION = re.compile(
    r"^\s*(?:ni|nem|nor|tampoco)\b|\b(?:no|nunca|jamas|sin|ningun[ao]?|nao|sem|nenhuma?|never|not|don't|dont|doesn't"
    r"|won't|can't"
    r"|cannot|without|under no"
    r"|evit\w+|avoid\w*|ignor\w+|abst\w+|abstenha|refrain\w*|refus\w+|prohib\w+|proib\w+|forbid\w*|forbidden|stop"
    r"|deja de|pare de|omit\w*|skip\w*"
    r"|dejes de|deixe de|deixar de|olvid\w+|esquec\w+|forget\w*|fail to|hesit\w+|dud[ea]s?)\b"
)
LATE_NEGATION = re.compile(
    r"\b(?:prohib|proib|forbid|off limits|desactiv|desativ|disabled|no (?:se|deb\w+|pued\w+) |nao (?:se|dev\w+"
    r"|pod\w+) |must not|should not|may not|cannot)"
)
SENTENCE = re.compile(
    r"[.;:!?\n•]+|\s[-–—]\s|\b(?:pero|sino|mas sim|but|instead|however|porem|en cambio)\b"
    r"|,? \b(?:y|e|and)\b (?=(?:no|nao|prohibid\w+|proibid\w+"
    r"|evit\w+|avoid|never|nunca|siempre|sempre|always|usa|utiliza|consulta|verifica|revisa|da|di"
    r"|ofrece|propon|responde|pide|pasa|deriva|explica"
    r"|give|offer|tell|answer|then|diga|ofereca|encaminhe)\b)"
)
BARE_NEGATION = re.compile(
    r"^\s*(?:\w+\s)?(?:no|nunca|jamas|nao|never|not|don't|do not|bajo ning\w+ \w+|sob nenhum\w* \w+"
    r"|em hipotese alguma|under (?:no|any) circumstances?|en ningun caso|por ningun motivo)\s*$"
)
