"""*Opprett bruker*: registering a contractor, by somebody who is not signed in."""
