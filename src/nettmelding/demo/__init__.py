"""The demonstration: a world of firms, people and installations, and a week of notices made through the rooms' own doors."""
