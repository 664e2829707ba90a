"""Outside judges of the pages: Lighthouse, the Nu checker for markup, Adobe’s for structured data. `make audit`."""
