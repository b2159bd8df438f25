"""DSO family, causes of delay, effect of each channel, commission on cash, reports."""
