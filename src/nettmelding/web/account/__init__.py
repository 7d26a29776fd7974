"""*Min side*: one's own name, sign-in, devices, e-mail and what is stored about oneself."""
