"""The outside registers as real HTTP servers on loopback, with the demonstration's invented world in them.

`python -m standins --ports-file FILE --data FOLDER` starts them all in one process.
"""
