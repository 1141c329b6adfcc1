"""The choices a reader makes, each kept in the address bar."""
