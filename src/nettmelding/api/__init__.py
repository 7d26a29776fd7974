"""The REST door: `/api/v1`, described in OpenAPI. Translates between HTTP and the rooms; no rule of its own."""
