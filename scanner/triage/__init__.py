"""Triage marks findings and never deletes any. Start at `triage.py`."""
