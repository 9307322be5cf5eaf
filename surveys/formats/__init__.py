"""Questionnaires, answers and figures as files, both ways."""
