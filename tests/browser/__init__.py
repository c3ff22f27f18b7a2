"""What people see and click, in Chromium."""
