"""Installations, metering points, meters and the customers on them, as the grid company's system has them."""
