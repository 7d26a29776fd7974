"""Environment to settings, addresses, command line, worker; the lists of what rooms hand in to each other."""
