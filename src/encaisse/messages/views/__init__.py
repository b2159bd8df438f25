"""Pages of messages: what leaves, what was trapped, letters to print, templates."""
