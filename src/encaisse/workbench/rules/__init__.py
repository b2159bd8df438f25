"""The collector's day, the call and the story of a customer: pure."""
