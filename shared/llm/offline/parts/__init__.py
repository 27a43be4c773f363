"""The four parts that the offline model plays, and what they share.

agent     answers customers, calls tools      directives, effects, tool_choice, arguments, agent_phrases
customer  writes as a customer with a goal    customer_phrases
judge     reads what the customer saw
analyst   proposes a better prompt            analyst_texts, analyst_prompt
shared    text, language, signals (what a message does), requests (what a request holds), noise

Nothing here knows a company: what is particular to a business comes in the request.
"""
