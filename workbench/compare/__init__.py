"""The compare page: verdict, paired differences, scenarios, what stands apart."""
