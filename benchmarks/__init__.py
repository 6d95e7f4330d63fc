"""Speed and memory against named peers, side by side. Nothing here is a test."""
