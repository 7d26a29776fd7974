"""What is kept about people, told to anybody."""
