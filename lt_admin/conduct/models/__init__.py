"""Groups, sessions, proceedings, reports, recommendations, registers: never case content."""
