"""One change of many notices: ticks in lists, the empty notice, looking over, done and undone."""
