"""How a running site sends what is large: `python -m tests.exports 127.0.0.1:8000 PID`."""
