"""Grid companies, contractors, memberships, roles, settings; who may see and do what; whose turn it is."""
