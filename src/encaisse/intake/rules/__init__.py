"""What a file of facts means: its dialect, its rows, its deviations. Pure."""
