"""Steps 2 to 5: groups, sessions, findings, the report and the working documents; not built yet."""
