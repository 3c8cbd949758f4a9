"""What was done, by whom, and how real it is."""
