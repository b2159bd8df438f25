"""Pages of imports: the wizard, its result, the files that wait for their invoice."""
