"""Steps 2 to 5: groups, sessions, proceedings, the report, the working documents."""
