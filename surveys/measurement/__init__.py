"""Measuring: answers to scores, sums, profiles, gaps and verdicts."""
