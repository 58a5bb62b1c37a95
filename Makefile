# Aliases; everything is in run.py, which needs nothing but Python.
.PHONY: run test check bench soak build clean

run:
	@python3 run.py

test check bench soak build clean:
	@python3 run.py $@
