"""Tests of the pages for staff, through the same requests that a browser sends."""
