"""Commands of the authoring room."""
