"""What is asked: questionnaires, their items, conditions and texts."""
