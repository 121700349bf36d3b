"""The program as a child process under a virtual screen."""
