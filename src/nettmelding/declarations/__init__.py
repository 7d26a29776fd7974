"""The declaration of conformity (FEL § 12): filled in from what is known, signed by who may, sealed, and found again."""
