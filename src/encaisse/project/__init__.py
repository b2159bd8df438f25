"""Settings, urls, API assembly, command line; sees everything."""
