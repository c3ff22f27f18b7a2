"""What comes in leaves its past outside: each file is judged by its content and rewritten before anything is stored."""
