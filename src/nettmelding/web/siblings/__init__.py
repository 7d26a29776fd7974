"""*Inkluder sidestilte anlegg*."""
