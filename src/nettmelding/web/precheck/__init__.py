"""*Forhåndssjekk*: from an address and a purpose to what can be said before there is a job there."""
