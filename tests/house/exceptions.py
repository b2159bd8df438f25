"""The honest exceptions to the house checks, each with its reason. A name that no longer needs its exception is refused too."""

EXCEPTIONS: dict[str, dict[str, str]] = {
    "actor_first": {
        "customers.queries.contacts.digest_of": "reckons a keyed digest of what it was given, and reads nothing",
        "customers.queries.scope.is_of_whole_creditors": "looks at what `scope_parameters(actor)` gave, and reads nothing",
        "customers.actions.touch.touch": "only called by actions, which have checked the actor; it says that a fact was recorded",
        "messages.queries.mail_policy.name_servers": "asks the public zones of the Internet, for those who take the actor",
        "people.queries.actor_of": "it builds the actor",
        "people.queries.open_link": "what a signed link opens: before anybody is known",
        "people.queries.demo_people": "whom one may become in the demonstration: before anybody is signed in",
        "people.queries.demo_user": "signing in, in the demonstration only: before anybody is signed in",
    },
    "only_actions_write": {
        "people.models": "Django's user manager, which allauth and `createsuperuser` call",
        "messages.rules.letters": "a PDF is saved into memory: nothing is written to the database",
    },
    "only_queries_read_lower_rooms": {},
    "no_clock": {},
    "sizes": {},
}


def allowed(check: str, name: str) -> bool:
    return name in EXCEPTIONS.get(check, {})
