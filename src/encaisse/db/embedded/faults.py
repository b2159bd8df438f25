"""What may go wrong with the embedded server, in one sentence each."""


class ServerFault(Exception):  # noqa: N818 - the house's word: a fault is what is neither a refusal nor a finding
    """The embedded server cannot be had. The sentence says what to do instead."""
