"""Work orders and deviations: lists, the page of each, what a notice has of them."""
