"""The outbox for e-mail: kinds and their templates, delivery by leased rows with retries."""
