"""Documents of earlier formats, raised to the present one by pure functions when they enter."""
