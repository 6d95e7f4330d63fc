"""Policy: rule packs are read, compiled and indexed here, and resources judged."""
