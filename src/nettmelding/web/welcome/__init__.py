"""The link in an invitation: from the message to signed in."""
