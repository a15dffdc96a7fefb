"""The command line: `commands` are what is typed, `show` is what is printed."""
