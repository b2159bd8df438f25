"""Who owes: parties, customers per creditor, groups, contacts, terms, segment, collector and salesperson in charge."""
