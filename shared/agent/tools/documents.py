"""Which documents a procedure needs, which are missing, and opening the place to hand one in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field

from shared.agent.events import ToolOutcome
from shared.agent.operations import Record
from shared.agent.rendering import joined
from shared.agent.tools.base import Arguments, RecordArguments, Tier, Tool, ToolResult
from shared.agent.tools.catalogue import Items, item_named
from shared.agent.tools.desk import Desk


class DocumentsArguments(RecordArguments):
    action: Literal["list", "submit"] = Field(
        description="list: which documents are needed, missing or rejected; submit: open the upload for a "
        "document that the customer wants to hand in."
    )
    document: str | None = Field(
        default=None, description="For submit: the document, in the customer's words; otherwise null."
    )


class DocumentsTool(Tool[DocumentsArguments]):
    """Works on a checklist: `data.required`, `received`, `rejected`, `announced` hold ids of `settings.documents`."""

    kind = "documents"
    tiers: ClassVar[Mapping[str, Tier]] = {"list": Tier.READ, "submit": Tier.REVERSIBLE_WRITE}
    texts: ClassVar[Sequence[str]] = (
        "list.general", "list.missing", "list.rejected", "list.complete",
        "submit.done", "submit.received", "submit.unknown", "submit.need_document",
    )  # fmt: skip
    base_arguments: ClassVar[type[Arguments]] = DocumentsArguments

    async def run(self, arguments: DocumentsArguments, desk: Desk) -> ToolResult:
        known = await desk.records()
        record = await desk.record(arguments.reference) if known else None
        if arguments.action == "list":
            return self._list(record, desk)
        if arguments.document is None:
            return desk.answer("submit.need_document", ToolOutcome.CONFLICT, **self._told(record, desk))
        document = item_named(self.documents, arguments.document)
        if document is None:
            values = self._told(record, desk)
            return desk.answer("submit.unknown", ToolOutcome.CONFLICT, document=arguments.document, **values)
        return await self._submit(document, record, desk)

    def _list(self, record: Record | None, desk: Desk) -> ToolResult:
        values = self._told(record, desk)
        if record is None:
            return desk.answer("list.general", **values)
        if record.data.get("rejected"):
            return desk.answer("list.rejected", subject=record, **values)
        return desk.answer("list.missing" if self.missing(record) else "list.complete", subject=record, **values)

    async def _submit(self, document: str, record: Record | None, desk: Desk) -> ToolResult:
        label = desk.label(self.documents[document]["label"])
        values = {**self._told(record, desk), "document": label}
        if record is not None and document in self.accepted(record):
            return desk.answer("submit.received", subject=record, **values)
        announced = [*(record.data.get("announced", ()) if record else ()), document]
        data = {"announced": list(dict.fromkeys(announced))}
        if record is None:
            opened = await desk.operations.create(
                desk.customer_id,
                self.spec.record,
                "awaiting_upload",
                {"required": list(self.required), **data},
                idempotency_key=desk.write_key(),
            )
        else:
            opened = await desk.operations.update(
                desk.customer_id,
                record.id,
                state="awaiting_upload",
                data=data,
                idempotency_key=desk.write_key(record),
            )
        return desk.answer("submit.done", subject=opened, **values)

    def missing(self, record: Record) -> list[str]:
        """Ids of the required documents that have not been received, or were received and rejected."""
        accepted = self.accepted(record)
        return [d for d in record.data.get("required", self.required) if d not in accepted]

    @staticmethod
    def accepted(record: Record) -> list[str]:
        """Ids of the documents that were received and not rejected."""
        rejected = record.data.get("rejected", ())
        return [d for d in record.data.get("received", ()) if d not in rejected]

    @property
    def documents(self) -> Items:
        """The documents that the business knows, from `settings.documents`."""
        documents: Items = self.spec.settings["documents"]
        return documents

    @property
    def required(self) -> Sequence[str]:
        """What a customer without a checklist would need: `settings.required`."""
        required: Sequence[str] = self.spec.settings["required"]
        return required

    def _told(self, record: Record | None, desk: Desk) -> dict[str, Any]:
        rejected = record.data.get("rejected", ()) if record else ()
        missing = self.missing(record) if record else self.required
        return {
            "missing": self._labels(missing, desk),
            "rejected": self._labels(rejected, desk),
            "upload": self.spec.settings["upload"],
        }

    def _labels(self, ids: Sequence[str], desk: Desk) -> str:
        entries = [self.documents.get(document) for document in ids]
        labels = [desk.label(e["label"]) if e else str(i) for i, e in zip(ids, entries, strict=True)]
        return joined(labels, desk.language)
