"""The command line of billing: one file for each group of commands."""
