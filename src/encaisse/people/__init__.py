"""Users, memberships, teams, absences, signed links, who may act."""
