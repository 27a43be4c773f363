"""Words as the parts compare them: without case, accents and endings."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ENDING = re.compile(
    r"(?:amientos?|imientos?|amentos?|imentos?|aciones|acion|ciones|cion|coes|cao|mente|ments?|ando|iendo|endo|aron"
    r"|ieron"
    r"|aram|eram|ados?|adas?|idos?|idas?|aba|ar|er|ir|ing|ed|os|as|es|s|o|a|e)$"
)
_ENCLITIC = re.compile(r"(?<=[aei]r)(?:l[oae]s?|me|te|se|nos)$")
"""Pronouns behind a Spanish infinitive: "pagarla" is "pagar"."""
_SHORTEST_STEM = 3
_LONGEST_STEM = 6
_FUNCTION_WORDS = """
a al algo ante asi aun bien cada como con cual cuando cuanto de del desde donde e el ella ellos en entre era
es esa ese eso esta estan estas este esto estoy fue ha hace hacer hasta hay he hola la las le les lo los mas
me mi mis muy nada ni no nos o otra otro para pero por porque pues que quien quiere quiero saber se sea ser si
sin sobre solo son soy su sus tambien te tengo ti tiene todo tu tus u un una uno unos usted va ver y ya yo
buenas buenos dias tardes gracias favor puede puedes pueden
ao aos as ate bom boa com da das do dos ela ele em essa esse esta eu foi ja isso isto la mais mas meu minha
muito na nao nas nem no nos num numa oi ola ou os pela pelo pode por pra qual quer quero quando sao seu sem
sua so tem tenho um uma uns voce voces vou obrigado obrigada
about am an and any are as at be been but by can could did do does for from get got had has have hello hi how
i if in is it its just know let like me my need not now of on or our please so some that the their them then
there they this to up us use want was we what when where which who why will with would you your thanks thank
customer customers cliente clientes user they
"""
"""Words of Spanish, Portuguese and English that say nothing about a topic."""
_STOPWORDS = frozenset(_FUNCTION_WORDS.split())
_ACCENTS = str.maketrans(
    {
        code: "".join(c for c in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(c))
        for code in range(0xC0, 0x250)
    }
)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Lower case without accents."""
    return text.lower().translate(_ACCENTS)


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """A plain word without its ending, at most six letters: "pagaron", "pago" and "pagado" are "pag"."""
    word = _ENCLITIC.sub("", word)
    ending = _ENDING.search(word)
    if ending is not None and ending.start() >= _SHORTEST_STEM:
        word = word[: ending.start()]
    return word[:_LONGEST_STEM]


def words(text: str) -> list[str]:
    """The plain words of a text, in order."""
    return _WORD.findall(plain(text))


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning: no function words, nothing below three letters."""
    return frozenset(stem(w) for w in words(text) if len(w) > 2 and w not in _STOPWORDS)


def first_words(text: str, limit: int) -> str:
    """`text` on one line, cut at a word before `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0]
