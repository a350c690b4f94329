"""The corpus's other walks: folders and addresses read again, and the corpus changed as they have."""
