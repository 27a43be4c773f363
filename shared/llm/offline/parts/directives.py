"""Which manners a prompt asks for or forbids, in Spanish, Portuguese and English.

A prompt is cut into clauses. A clause that names a topic ("tools", "next step") takes a stance on it: asked for, or
forbidden where the number of negations is odd ("no uses", but not "no olvides usar", "never answer without").
Where a prompt contradicts itself, the last clause counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from shared.llm.offline.parts.effects import Stance
from shared.llm.offline.parts.language import Language, language_named, language_of
from shared.llm.offline.parts.text import plain


@dataclass(frozen=True, slots=True)
class Manners:
    """What a prompt says about each manner. `only_language` is the language that it insists on, whoever writes."""

    tools: Stance = Stance.SILENT
    next_step: Stance = Stance.SILENT
    no_repeats: Stance = Stance.SILENT
    own_language: Stance = Stance.SILENT
    empathy: Stance = Stance.SILENT
    handoff: Stance = Stance.SILENT
    brevity: Stance = Stance.SILENT
    confirmation: Stance = Stance.SILENT
    evasion: Stance = Stance.SILENT
    only_language: Language | None = None
    prompt_language: Language = "es"


_ASK = r"(?:preguntes?|preguntar|pregunta|pidas|pedir|pide|solicit\w+|repit\w+|repet\w+|pergunt\w+|pec[ao]s?|peca|ask\w*|request\w*)"
_AGAIN = (
    r"(?:de nuevo|otra vez|nuevamente|dos veces|de novo|novamente|duas vezes|again|twice|repeatedly|already|ya |ja |conocid"
    r"|known|you know|mismo dato|mesmo dado|same (?:data|question|information|thing))"
)
_TOPICS: dict[str, re.Pattern[str]] = {
    "tools": re.compile(
        r"\bherramient\w+|\bferrament\w+|\btools?\b|\bfunction calls?|\bfunc(?:iones|oes)\b|\bverifi\w+|\blook(?:ing)? (?:it |them |things )?up"
        r"|\bcheck\w* (?:the |their |its |his |her )*(?:record|data|system|file|status|first)"
        r"|\bconsult(?:a|e|es|ar|ando) (?:siempre|sempre|antes|primero|primeiro|el |la |los |las |o |a |os |as |su |seu |sua |datos|dados|sistema|nada|any|the )"
        r"|\b(?:sin|sem) (?:consultar|verificar|revisar|checar)|\b(?:datos|dados) (?:reales|reais)|\breal data"
    ),
    "next_step": re.compile(
        r"\b(?:siguientes?|proxim[oa]s?) (?:paso|passo)s?|\b(?:paso|passo)s? (?:siguiente|concret|a seguir|clar|proxim)|\b(?:paso|passo) "
        r"|\bnext[- ](?:step|action)s?|\bconcrete(?:ly)?\b|\bconcret[oa]s?\b|\bque sigue\b|\bwhat happens next"
        r"|\b(?:fecha|data|date)s? (?:y|e|and|o|ou|or|u) (?:el |o |the )?(?:monto|importe|valor|hora|amount|time)"
        r"|\b(?:plazos?|prazos?|deadlines?)\b|\bactionable|\baccionable"
    ),
    "no_repeats": re.compile(rf"\b{_ASK}\b.{{0,80}}{_AGAIN}|\bvuelv\w+ a (?:pedir|preguntar|solicitar)|\bvolt\w+ a (?:pedir|perguntar)|\bre-?ask"),
    "remembers": re.compile(
        r"\b(?:recuerd\w+|aprovech\w+|lembr\w+|remember|reuse|keep track of|ten en cuenta|leve em conta) .{0,30}?(?:dijo|dio|compartio|"
        r"disse|informou|said|told|gave|ya |ja |already|conversacion|conversa)"
    ),
    "own_language": re.compile(
        r"\b(?:respond\w*|contest\w*|answer\w*|reply|replies|escrib\w*|escrev\w*|write|habl\w*|speak|fal[ea]\w*|atiend\w*|atend\w*|usa|use)\b.{0,40}?\b(?:idioma|lengua|lingua|language)"
        r"|\b(?:idioma|lengua|lingua) (?:en que|em que|del?|do|da|de la) .{0,20}?(?:escrib|escrev|client|usuari)|\b(?:customer|user|client)'?s?'? (?:own )?language"
        r"|\bsame language|\bmism[oa] (?:idioma|lengua)|\bmesm[oa] (?:idioma|lingua)"
    ),
    "empathy": re.compile(
        r"\bempat\w+|\bempath\w+|\b(?:disculp|desculp)\w+|\bapolog\w+|\backnowledg\w+|\bacolh\w+|\bcalid(?:o|a|ez)\b|\bwarm(?:th|ly)?\b|\bvalidat?\w* .{0,20}?(?:emo|sent|feel)"
        r"|\b(?:reconoc|reconhec)\w+ .{0,40}?(?:molest|frustr|emoc|situac|problem|sent|preocup|sient)"
    ),
    "handoff": re.compile(
        r"\bhand(?:ing)?[- ]?(?:off|over|s? (?:them|the customer|it) (?:off|over))|\bescal(?:a|ar|as|e|es|ate|ating)\b"
        r"|\b(?:pas[ae]\w*|deriv\w+|transfi\w+|transfer\w*|encaminh\w+|canali[zc]\w+|conect\w+|connect\w*|pass\w*|refer\w*|ofre[cz]\w+|offer\w*) .{0,60}?"
        r"(?:persona\b|human|asesor|agente|pessoa|atendente|\bperson\b|\bagent|coleg|colleague|teammate|someone)"
    ),
    "brevity": re.compile(
        r"\b(?:breve|brevedad|brevidade|brief|briefly|concis\w+|corto|cortas?|curt[oa]s?|short|objetiv[oa]s?|al grano|to the point|succinct\w*)\b"
        r"|\b(?:una|dos|tres|uma|duas|one|two|three|1|2|3) (?:o tres |or three |ou tres |a 3 |to three )?(?:frases|oraciones|sentences|lineas|linhas)\b"
    ),
    "confirmation": re.compile(
        r"\bconfirm\w* .{0,60}?(?:antes|before|irrevers|cancel|acept|aceit|accept)|\b(?:antes de|before) .{0,50}?(?:irrevers|cancel|acept|aceit|accept|ejecut|execut)"
        r"|\b(?:boton|botao|button)\b"
    ),
    "evasion": re.compile(
        r"\bevasiv\w+|\b(?:vag[oa]s?|vague\w*|ambigu\w+|noncommittal)\b|\brespuestas? generales|\brespostas? (?:gerais|vagas)|\bgeneric (?:answers?|replies)|\bgeneral (?:answers|terms)"
        r"|\bsin comprometer\w*|\bsem se comprometer"
    ),
    "stalling": re.compile(
        r"\b(?:di|diles?|dile|pide\w*|pidas|digas|decir\w*|sugier\w+|invit\w+|remit\w+|diga|peca|mande|oriente|tell|telling|ask|asking|advise|direct|refer|send|instruct)\b"
        r".{0,40}?\b(?:esper[ea]\w*|aguard\w+|paciencia|wait|patien\w+|llam[ae]\w*|ligu\w+|ligar|call\b|phone|telefon\w+|call center|website|sitio web|pagina web|later|mas tarde|volver a escribir)"
        r"|\bte contactaremos|\bentraremos em contato|\bwe will contact"
    ),
    "details": re.compile(
        r"\b(?:des|dar|de|da|give|giving|share|provide|mention\w*|mencion\w+|revel\w+|compart\w+|forne\w+|entreg\w+) .{0,30}?"
        r"(?:detalle|detalhe|detail|fechas?\b|datas?\b|dates?\b|montos?\b|valores?\b|amounts?\b|figures|cifras|informacion|informacao|information)"
    ),
}
"""Topics of plain (lower case, no accents) clauses."""
_ONLY = re.compile(
    r"\b(?:siempre|solo|solamente|unicamente|exclusivamente|always|only|sempre|apenas|somente)\b.{0,25}\b(?:en|in|em)\b (?P<a>\w+)"
    r"|\b(?:en|in|em) (?P<b>\w+) (?:siempre|solamente|unicamente|always|only|sempre|apenas|somente)\b"
)
_NEGATION = re.compile(
    r"\b(?:no|nunca|jamas|sin|ningun[ao]?|tampoco|nao|sem|nenhum[a]?|nem|ni|never|not|don't|dont|doesn't|won't|can't|cannot|without|neither|nor|under no"
    r"|evit\w+|avoid\w*|ignor\w+|abst\w+|abstenha|refrain\w*|refus\w+|prohib\w+|proib\w+|forbid\w*|forbidden|stop|deja de|pare de|omit\w*|skip\w*"
    r"|dejes de|deixe de|deixar de|olvid\w+|esquec\w+|forget\w*|fail to|hesit\w+|dud[ea]s?)\b"
)
_LATE_NEGATION = re.compile(
    r"\b(?:prohib|proib|forbid|off limits|desactiv|desativ|disabled|no (?:se|deb\w+|pued\w+) |nao (?:se|dev\w+|pod\w+) |must not|should not|may not|cannot)"
)
_SENTENCE = re.compile(
    r"[.;:!?\n•]+|\s[-–—]\s|\b(?:pero|sino|mas sim|but|instead|however|porem|en cambio)\b"
    r"|,? \b(?:y|e|and)\b (?=(?:no|nao|never|nunca|siempre|sempre|always|usa|utiliza|consulta|verifica|revisa|da|di|ofrece|propon|responde|pide|pasa|deriva|explica"
    r"|give|offer|tell|answer|then|diga|ofereca|encaminhe)\b)"
)
_BARE_NEGATION = re.compile(
    r"^\s*(?:\w+\s)?(?:no|nunca|jamas|nao|never|not|don't|do not|bajo ning\w+ \w+|sob nenhum\w* \w+|em hipotese alguma|under (?:no|any) circumstances?|en ningun caso|por ningun motivo)\s*$"
)
_INVERTED = ("no_repeats",)
_POSITIVE_ONLY = ("remembers",)


@lru_cache(maxsize=1024)
def manners_of(instructions: str, developer: str = "") -> Manners:
    """The manners that a system prompt and a developer message ask for.

    Empathy and brevity count in the system prompt only: in the developer message stand values of the conversation
    such as its tone ("empático"), which are no instruction.
    """
    stances = _stances(instructions) | {
        topic: stance
        for topic, stance in _stances(developer).items()
        if topic not in ("empathy", "brevity")
    }
    only = _only_language(instructions)
    next_step = stances.get("next_step", Stance.SILENT)
    evasion = stances.get("evasion", Stance.SILENT)
    for topic in ("stalling", "details"):
        if stances.get(topic) is _HARMFUL[topic]:
            next_step, evasion = Stance.FORBIDDEN, max(evasion, Stance.DIRECTED if topic == "details" else evasion)
    if evasion is Stance.DIRECTED:
        next_step = Stance.FORBIDDEN
    return Manners(
        tools=stances.get("tools", Stance.SILENT),
        next_step=next_step,
        no_repeats=stances.get("no_repeats", stances.get("remembers", Stance.SILENT)),
        own_language=Stance.FORBIDDEN if only else stances.get("own_language", Stance.SILENT),
        empathy=stances.get("empathy", Stance.SILENT),
        handoff=stances.get("handoff", Stance.SILENT),
        brevity=stances.get("brevity", Stance.SILENT),
        confirmation=stances.get("confirmation", Stance.SILENT),
        evasion=evasion,
        only_language=only,
        prompt_language=language_of(instructions) or "es",
    )


_HARMFUL = {"stalling": Stance.DIRECTED, "details": Stance.FORBIDDEN}


def _stances(prompt: str) -> dict[str, Stance]:
    found: dict[str, Stance] = {}
    for clause in _clauses(plain(prompt.replace("’", "'"))):
        for topic, pattern in _TOPICS.items():
            named = pattern.search(clause)
            if named is not None:
                found[topic] = _stance(topic, clause, named)
    return found


def _stance(topic: str, clause: str, named: re.Match[str]) -> Stance:
    negations = len(_NEGATION.findall(clause[: named.end()])) + bool(_LATE_NEGATION.search(clause[named.end() :]))
    negated = negations % 2 == 1
    if topic in _POSITIVE_ONLY:
        return Stance.SILENT if negated else Stance.DIRECTED
    return Stance.DIRECTED if negated == (topic in _INVERTED) else Stance.FORBIDDEN


def _clauses(prompt: str) -> list[str]:
    """Sentences cut at commas; a piece that is a bare negation ("never, ever,") belongs to what follows."""
    clauses: list[str] = []
    for sentence in _SENTENCE.split(prompt):
        held = ""
        for piece in (sentence or "").split(","):
            joined = f"{held} {piece}".strip()
            if _BARE_NEGATION.match(piece) or (held and len(piece.split()) <= 1):
                # "under any circumstances" after "do not" negates once, not twice.
                held = held or joined
                continue
            clauses.append(joined)
            held = ""
    return clauses


def _only_language(prompt: str) -> Language | None:
    for clause in _SENTENCE.split(plain(prompt)):
        found = _ONLY.search(clause or "")
        if found is not None:
            return language_named(found["a"] or found["b"])
    return None
