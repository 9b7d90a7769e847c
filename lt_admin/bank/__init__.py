"""The bank account: statements read in, and every amount on them given its place."""
