"""What a model proposes, read and chosen by a person."""
