"""Bytes kept once, by hash: evidence, letters, mails, attachments."""
