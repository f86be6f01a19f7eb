"""What a short message leaves out, rule by rule; followups.py holds their order."""
