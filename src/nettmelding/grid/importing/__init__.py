"""Reading a grid company's file of its grid: what is right becomes an edition, what is wrong becomes a report."""
