"""What run.py does once it runs on a Python that can: set up the checkout, build the pages, check, test, serve."""
