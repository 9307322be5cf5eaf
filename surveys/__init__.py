"""The measuring library of Spiegelbeeld: questionnaires, answers, profiles and gaps."""
