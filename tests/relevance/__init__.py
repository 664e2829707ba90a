"""How well the search answers people: judged queries over the documents' entries, known items over titles by others.

`python -m tests.relevance` prints the scores, and with `--misses` the queries whose best answer does not come first.
"""
