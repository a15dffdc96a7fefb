"""How Rectify is asked and answered: the core, and its three faces (Discord, web, command line)."""
