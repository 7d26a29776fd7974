"""The outbox for e-mail and SMS: kinds and their templates, delivery by leased rows with retries."""
