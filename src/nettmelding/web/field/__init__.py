"""The fitter's app: one page that lives on the phone, with or without a network. Its data goes by `/api/v1/field` alone."""
