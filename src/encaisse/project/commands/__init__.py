"""The project's own commands: one module each, with `add_arguments(parser)` and `run(options)`."""
