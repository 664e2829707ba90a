"""Pages and what they prepare for their templates, one noun a module. Which address leads where stands in urls.py."""
