"""What is not known, and how much a verdict depends on it (SEMANTICS 9.6).

Vectors are drawn from the ranges of all uncertain numbers; each is judged on the same draws of cases. From them: in
how many a promise is kept, and which number would take away most of that doubt if it were measured. No screens here.
"""
