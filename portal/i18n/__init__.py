"""What the portal says, in Spanish, Portuguese and English, side by side; and how numbers and dates are written."""
