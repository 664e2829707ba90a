"""Every address that is there to be read, as OpenAPI 3.1 and for the page that lists them. Not what they answer."""
