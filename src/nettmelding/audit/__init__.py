"""Events: who did what to which subject, when and why, for which audience; a chain per subject, sealed by checkpoints."""
