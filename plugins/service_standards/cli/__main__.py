"""`python -m service_standards.cli`: the command `standards`."""

from . import run

run("standards")
