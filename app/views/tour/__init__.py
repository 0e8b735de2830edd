"""The tour: the real windows driven through the main job, leaving pictures and papers."""
