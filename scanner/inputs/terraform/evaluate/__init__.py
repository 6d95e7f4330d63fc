"""Evaluation: syntax trees to values, lazily and once. Start reading at `scope.py`."""
