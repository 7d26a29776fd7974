"""Projects: notices that belong together, and many made from one."""
