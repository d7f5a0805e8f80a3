"""The steps of a build, in the order of pipeline.py: each is a function of what came before."""
