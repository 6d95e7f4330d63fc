"""Implementations of the standard functions and extensions.

Each module has a table `FUNCTIONS`: key of the function, then the kinds of the arguments (letters of `values.KINDS`,
`*` for any), then the implementation. An implementation takes the meter and the arguments, none of them Unknown
itself, though lists and maps may hold Unknowns; it gives a value or an Unknown and raises CelEvaluationError.
"""
