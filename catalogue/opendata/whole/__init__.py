"""The whole catalogue as files: what is in it (nouns, rows), how it is written (files), when and where (editions)."""
