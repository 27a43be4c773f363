"""The four parts that the offline model plays, and what they share.

agent     situation, tool_choice, arguments (picking, quantities), composing, agent_phrases;
          directives (directive_patterns) and effects: what a prompt changes
customer  customer_phrases
judge
analyst   figures, analyst_prompt, analyst_texts
shared    requests (what a request holds), text, language, signals (what a message does), noise

Nothing here knows a company: what is particular to a business comes in the request.
"""
