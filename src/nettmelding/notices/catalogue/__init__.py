"""What kinds of notice there are, which fields and attachments each has, and how the right one is found:
data, and pure functions over it. The grid company's rule set (`ruleset.NoticeRules`) lies over the data."""
