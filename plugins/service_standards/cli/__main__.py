"""`python -m service_standards.cli`: the command `standards`."""

from . import main

main(prog_name="standards")
