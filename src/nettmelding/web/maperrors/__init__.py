"""*Feil i kartet?*: said by those who stand at the cabinet, answered by the grid company."""
