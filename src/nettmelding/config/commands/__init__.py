"""One module a command: `add(parser)` describes it, `run(arguments)` does it and returns the exit code.

`founding` is what two of them share.
"""
