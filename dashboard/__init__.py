"""What a commissioner sees and clicks."""
