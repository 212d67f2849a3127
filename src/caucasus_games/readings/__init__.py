"""What an algorithm asks of numbers: exact values, draws, symbols."""
