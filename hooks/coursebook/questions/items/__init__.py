"""The item-writing rules: what makes a question fair, one small function a rule."""
