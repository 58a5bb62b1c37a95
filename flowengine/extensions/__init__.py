"""Node types that other installed packages bring, found by entry point, examined, and joined to ours."""
