"""Who the agent is talking to: from the sign-in and the ticket, never from a model's words."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domains.pack import Language, Pack


@dataclass(frozen=True, slots=True)
class CustomerContext:
    """The signed-in customer and the conversation that they are in.

    `sample` names the draw of a model's sampling noise (simulation only); `tono`, `idioma` and `canal` are as in
    the conversation record.
    """

    customer_id: str
    conversation_id: str
    context: str = ""
    tono: str = ""
    idioma: str = ""
    canal: str = ""
    sample: str = ""

    def language(self, pack: Pack) -> Language:
        """The pack's language nearest to `idioma` ("es-MX" is "es"); the pack's first where there is none."""
        spoken = self.idioma.strip().lower().replace("_", "-").split("-")[0]
        return next((language for language in pack.languages if language == spoken), pack.languages[0])
