"""A mail catcher: takes every e-mail by SMTP, keeps it in a file and shows it on a page."""
