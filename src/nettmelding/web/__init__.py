"""The pages: one folder for each area, a shell, components. Translates between HTTP and the rooms; no rule of its own."""
