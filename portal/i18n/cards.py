"""What tools found out, as cards; buttons that cannot be taken back; what customers think of an answer."""

from __future__ import annotations

from portal.i18n.catalogue import Text, Texts

_PARTS: Texts = {
    "cards.running": Text("Consultando: {label}…", "Consultando: {label}…", "Checking: {label}…"),
    "cards.failed": Text("No pudimos consultarlo", "Não conseguimos consultar", "We could not check this"),
    "cards.choose": Text("Elige un horario", "Escolha um horário", "Pick a time"),
    "cards.slot.wanted": Text("Quiero este horario: {slot}", "Quero este horário: {slot}", "I want this time: {slot}"),
    "cards.which": Text("¿Cuál de estos?", "Qual destes?", "Which of these?"),
    "cards.which.meant": Text(
        "Me refiero a {name} ({reference})", "É sobre {name} ({reference})", "I mean {name} ({reference})"
    ),
    "cards.undo": Text("Deshacer", "Desfazer", "Undo"),
    "cards.undone": Text("Se deshizo", "Desfeito", "Undone"),
    "cards.yes": Text("Sí", "Sim", "Yes"),
    "cards.no": Text("No", "Não", "No"),
    "cards.months.one": Text("{n} mes", "{n} mês", "{n} month"),
    "cards.months.other": Text("{n} meses", "{n} meses", "{n} months"),
    "cards.documents.missing.one": Text("Falta {n} documento", "Falta {n} documento", "{n} document missing"),
    "cards.documents.missing.other": Text("Faltan {n} documentos", "Faltam {n} documentos", "{n} documents missing"),
    "cards.documents.rejected.one": Text(
        "{n} documento por enviar de nuevo", "{n} documento para enviar de novo", "{n} document to send again"
    ),
    "cards.documents.rejected.other": Text(
        "{n} documentos por enviar de nuevo", "{n} documentos para enviar de novo", "{n} documents to send again"
    ),
    "cards.documents.complete": Text(
        "Tenemos todos tus documentos", "Temos todos os seus documentos", "We have all your documents"
    ),
    "cards.step.done": Text("listo", "pronto", "done"),
    "cards.step.current": Text("en este paso", "nesta etapa", "current step"),
    "cards.step.next": Text("pendiente", "pendente", "still to come"),
    "cards.step.problem": Text("hay que enviarlo de nuevo", "precisa ser enviado de novo", "has to be sent again"),
    "markdown.new_page": Text("(abre otra página)", "(abre outra página)", "(opens another page)"),
}

_LABELS: Texts = {
    "cards.label.item": Text("Se trata de", "Sobre", "About"),
    "cards.label.topic": Text("Motivo", "Assunto", "Reason"),
    "cards.label.document": Text("Documento", "Documento", "Document"),
    "cards.label.starts_at": Text("Fecha y hora", "Data e hora", "Date and time"),
    "cards.label.date": Text("Fecha", "Data", "Date"),
    "cards.label.pay_date": Text("Fecha del pago", "Data do pagamento", "Payment date"),
    "cards.label.place": Text("Lugar", "Local", "Place"),
    "cards.label.gate": Text("Puerta", "Portão", "Gate"),
    "cards.label.amount": Text("Monto", "Valor", "Amount"),
    "cards.label.offered": Text("Nuestra oferta", "Nossa oferta", "Our offer"),
    "cards.label.refund": Text("Reembolso", "Reembolso", "Refund"),
    "cards.label.price": Text("Precio", "Preço", "Price"),
    "cards.label.affordable_price": Text("Te alcanza para hasta", "Dá para até", "You can afford up to"),
    "cards.label.down_payment": Text("Enganche", "Entrada", "Down payment"),
    "cards.label.needed_down": Text("Enganche mínimo", "Entrada mínima", "Minimum down payment"),
    "cards.label.loan": Text("Monto a financiar", "Valor financiado", "Amount financed"),
    "cards.label.limit": Text("Puedes financiar hasta", "Você pode financiar até", "You can finance up to"),
    "cards.label.monthly": Text("Pago mensual", "Parcela mensal", "Monthly payment"),
    "cards.label.affordable_monthly": Text("Recomendable al mes", "Recomendável por mês", "Advisable per month"),
    "cards.label.months": Text("Plazo", "Prazo", "Term"),
    "cards.label.rate": Text("Tasa anual", "Taxa anual", "Annual rate"),
    "cards.label.ready": Text("Listo el", "Pronto em", "Ready on"),
    "cards.label.finding": Text("Resultado", "Resultado", "Result"),
    "cards.label.reason": Text("Motivo", "Motivo", "Reason"),
    "cards.label.account": Text("Cuenta terminada en", "Conta com final", "Account ending in"),
    "cards.label.expires": Text("Vale hasta", "Vale até", "Valid until"),
    "cards.label.due": Text("Fecha límite", "Prazo", "Due by"),
    "cards.label.checked_by": Text("Los revisamos a más tardar", "Analisamos até", "We will have checked them by"),
    "cards.label.review": Text("Nueva revisión desde", "Nova análise a partir de", "New review from"),
    "cards.label.contact_date": Text("Te contactamos", "Entramos em contato", "We will contact you"),
    "cards.label.description": Text("Lo que nos contaste", "O que você contou", "What you told us"),
    "cards.label.reference": Text("Referencia", "Referência", "Reference"),
    "cards.label.accepted_on": Text("Aceptada el", "Aceita em", "Accepted on"),
}

_STATES: Texts = {
    "cards.state.booked": Text("Con fecha", "Com data marcada", "Booked"),
    "cards.state.rescheduled": Text("Con nueva fecha", "Com nova data", "Rescheduled"),
    "cards.state.missed": Text("No se realizó", "Não foi realizada", "It did not take place"),
    "cards.state.in_progress": Text("En revisión", "Em análise", "In progress"),
    "cards.state.in_workshop": Text("En el taller", "Na oficina", "In the workshop"),
    "cards.state.done": Text("Con resultado", "Com resultado", "Finished"),
    "cards.state.cancelled": Text("Cancelación confirmada", "Cancelamento confirmado", "Cancelled"),
    "cards.state.scheduled": Text("Programado", "Programado", "Scheduled"),
    "cards.state.processing": Text("En proceso", "Em processamento", "Processing"),
    "cards.state.late": Text("Con retraso", "Com atraso", "Late"),
    "cards.state.paid": Text("Pagado", "Pago", "Paid"),
    "cards.state.returned": Text("Devuelto por el banco", "Devolvido pelo banco", "Returned by the bank"),
    "cards.state.requested": Text("En preparación", "Em preparação", "Requested"),
    "cards.state.active": Text("Vigente", "Vigente", "Active"),
    "cards.state.expired": Text("Ya venció", "Já venceu", "Expired"),
    "cards.state.accepted": Text("Aceptada", "Aceita", "Accepted"),
    "cards.state.declined": Text("Por ahora no es posible", "Por enquanto não é possível", "Not possible for now"),
    "cards.state.preapproved": Text("Preaprobado", "Pré-aprovado", "Pre-approved"),
    "cards.state.open": Text("En curso", "Em andamento", "Open"),
    "cards.state.incomplete": Text("Por completar", "A completar", "Incomplete"),
    "cards.state.rejected": Text("Por corregir", "A corrigir", "To be corrected"),
    "cards.state.complete": Text("Completo", "Completo", "Complete"),
    "cards.state.awaiting_upload": Text("Esperamos tu archivo", "Aguardando seu arquivo", "Waiting for your file"),
    "cards.state.on_time": Text("A tiempo", "No horário", "On time"),
    "cards.state.delayed": Text("Con retraso", "Com atraso", "Delayed"),
    "cards.state.boarding": Text("Abordando", "Embarcando", "Boarding"),
}

_DOCUMENTS: Texts = {
    "cards.document.identification": Text("Identificación oficial", "Documento de identidade", "Official ID"),
    "cards.document.proof_of_address": Text(
        "Comprobante de domicilio", "Comprovante de residência", "Proof of address"
    ),
    "cards.document.proof_of_income": Text("Comprobante de ingresos", "Comprovante de renda", "Proof of income"),
    "cards.document.invoice": Text("Factura del auto", "Nota fiscal do carro", "Invoice of the car"),
    "cards.document.registration": Text("Tarjeta de circulación", "Documento do carro", "Car registration"),
    "cards.document.tax_id": Text("Constancia fiscal", "CPF", "Tax ID"),
}

_CONFIRMATION: Texts = {
    "confirm.title": Text("Necesitamos tu confirmación", "Precisamos da sua confirmação", "We need your confirmation"),
    "confirm.final": Text(
        "No se hace nada hasta que confirmes. Después no se puede deshacer.",
        "Nada é feito até você confirmar. Depois não dá para desfazer.",
        "Nothing happens until you confirm. It cannot be undone afterwards.",
    ),
    "confirm.accepted": Text("Lo confirmaste", "Você confirmou", "You confirmed this"),
    "confirm.declined": Text(
        "Dijiste que no; no se hizo nada", "Você disse que não; nada foi feito", "You said no; nothing was done"
    ),
    "confirm.expired": Text(
        "Ya no está disponible; no se hizo nada",
        "Não está mais disponível; nada foi feito",
        "No longer available; nothing was done",
    ),
}

_FEEDBACK: Texts = {
    "rating.label": Text("¿Te sirvió esta respuesta?", "Esta resposta ajudou?", "Was this answer helpful?"),
    "rating.up": Text("Me sirvió", "Ajudou", "Helpful"),
    "rating.down": Text("No me sirvió", "Não ajudou", "Not helpful"),
    "rating.why": Text("¿Qué faltó?", "O que faltou?", "What was missing?"),
    "rating.why.wrong": Text("La información no es correcta", "A informação não está certa", "The facts are wrong"),
    "rating.why.unanswered": Text(
        "No respondió mi pregunta", "Não respondeu à minha pergunta", "It did not answer my question"
    ),
    "rating.why.unclear": Text("No se entiende", "Não ficou claro", "It is hard to understand"),
    "rating.why.unsolved": Text("No resolvió mi problema", "Não resolveu meu problema", "It did not solve my problem"),
    "rating.comment": Text("Cuéntanos más (opcional)", "Conte mais (opcional)", "Tell us more (optional)"),
    "rating.send": Text("Enviar", "Enviar", "Send"),
    "rating.thanks": Text("Gracias por tu opinión.", "Obrigado pela opinião.", "Thanks for telling us."),
    "csat.title": Text("¿Cómo te atendimos?", "Como foi o atendimento?", "How did we do?"),
    "csat.1": Text("Muy mal", "Muito ruim", "Very bad"),
    "csat.2": Text("Mal", "Ruim", "Bad"),
    "csat.3": Text("Regular", "Regular", "Okay"),
    "csat.4": Text("Bien", "Bom", "Good"),
    "csat.5": Text("Muy bien", "Muito bom", "Very good"),
    "csat.comment": Text(
        "¿Quieres contarnos por qué? (opcional)", "Quer contar por quê? (opcional)", "Want to tell us why? (optional)"
    ),
    "csat.send": Text("Enviar calificación", "Enviar avaliação", "Send rating"),
    "csat.thanks": Text(
        "¡Gracias! Tu opinión nos ayuda a mejorar.",
        "Obrigado! Sua opinião nos ajuda a melhorar.",
        "Thank you! Your opinion helps us get better.",
    ),
}

TEXTS: Texts = {**_PARTS, **_LABELS, **_STATES, **_DOCUMENTS, **_CONFIRMATION, **_FEEDBACK}
