"""What has no domain: ids, clock, actor, errors, transactions, due rows, cursors, merge, idempotency, search keys."""
