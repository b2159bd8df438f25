"""The pages as a collector and as a credit manager see them, on the large portfolio: server time, and how many reads each takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.figures import Figure, percentile, say, timed
from bench.portfolio import ITEMS_EACH, ON, SYSTEM, fill
from encaisse.db.clock import stopped
from encaisse.dunning import actions as dunning
from encaisse.dunning.models import PlannedAction
from encaisse.files import actions as files
from encaisse.kit.actor import Role
from encaisse.ledger.models import Source
from encaisse.people import actions as people
from encaisse.people.models import User
from encaisse.workbench import actions as workbench
from encaisse.workbench.models import Close

PAGE, SEARCH = 0.150, 0.050
WHOLE = 1.0  # a look at a whole portfolio, or at two of its closes: of the month, not of the day
SEARCH_READS = 9
TIMES, WARM = 24, 2
COLLECTORS, MINE = 20, 7  # the portfolio has twenty collectors; the seventh signs in here
LETTERS = 500
CLOSES = 2

# A morning in full swing: half of the payers wait for their next step, the others have mails on their way, drafts to approve, calls.
# Every payer has had a reminder and a note, one in forty long ago; some hundreds of letters wait to be printed; files came in every day.
STORY = """
update dunning_planned_action set state = 'sent', ended_on = decided_on where customer_id %% 10 < 5 and customer_id %% 40 <> 11;
update dunning_decision set verdict = 'wait', code = 'too_soon', until_on = decided_on + 8 where customer_id %% 10 < 5 and verdict = 'act';
update dunning_decision set verdict = 'hold', code = 'reply' where customer_id %% 1000 = 2;
update dunning_planned_action set state = 'to_approve', level = 2 + customer_id %% 3 where customer_id %% 10 in (5, 6);
update dunning_planned_action set channel = 'call', template_code = 'CALL:FIRST_OVERDUE' where customer_id %% 10 in (7, 8);
insert into customers_note (customer_id, creditor_id, body, is_restricted, written_by, written_by_name, written_at)
select id, creditor_id, 'A promis de rappeler avant la fin du mois.', false, %(collector)s, 'Nadia',
  %(at)s::timestamptz - make_interval(days => case when id %% 40 = 11 then 60 else 0 end) from customers_customer;
insert into messages_message
  (creditor_id, customer_id, party_id, channel, recipient, address_digest, sender, idempotency_key, rendered_sha256, subject,
   template_code, template_language, template_version, dated_on, state, not_before, is_contact, legal, attempts, claimed_at, settled_at,
   was_trapped, provider_id, detail, queued_at)
select creditor_id, id, party_id, 'email', 'compta' || id || '@client.example', decode(md5(id::text), 'hex'), 'compta@mesure.example',
  'before-' || id, %(sha)s, 'Votre compte', 'REMIND1_EMAIL', 'fr', 0, %(on)s::date - case when id %% 40 = 11 then 45 else 20 end,
  'sent', %(at)s, true, false, 1, %(at)s, %(at)s, false, '', '', %(at)s
from customers_customer;
insert into messages_message
  (creditor_id, customer_id, party_id, channel, recipient, address_digest, sender, idempotency_key, rendered_sha256, subject,
   template_code, template_language, template_version, dated_on, state, not_before, is_contact, legal, attempts, was_trapped,
   provider_id, detail)
select creditor_id, id, party_id, 'letter', name || E'\\n69001 Lyon', '', '', 'letter-' || id, %(sha)s, 'Mise en demeure',
  'FORMAL_NOTICE', 'fr', 0, %(on)s, 'ready', %(at)s, true, true, 0, false, '', ''
from customers_customer order by id limit %(letters)s;
insert into messages_contact_event
  (creditor_id, party_id, customer_id, channel, direction, happened_at, happened_on, result, is_contact, message_id)
select creditor_id, party_id, customer_id, 'email', 'out', settled_at, dated_on, 'sent', true, id
from messages_message where state = 'sent';
insert into intake_import (creditor_id, source_id, kind, name, file_sha256, is_situation, imported_at, imported_by_name, counts, totals)
select %(creditor)s, %(source)s, 'items', 'echeancier-' || no || '.csv', decode(md5(no::text), 'hex'), true,
  %(at)s::timestamptz - make_interval(days => no), 'Nadia',
  '{"rows": 1000, "receivable_rows": 1000, "open_rows": 1000, "letter_groups_balanced": 0, "created": 12, "updated": 0, "settled": 8,
    "unchanged": 980}', '{}'
from generate_series(1, 200) no;
analyze
"""


@dataclass(frozen=True, slots=True)
class Look:
    """A page, the addresses under which it is asked for, and its bar; `most_reads` where what is found decides which names are read."""

    name: str
    addresses: Sequence[str]
    bar: float = PAGE
    most_reads: int | None = None


def figures(items: int) -> list[Figure]:
    creditor_id = fill(items)
    with stopped(ON):
        collectors = [hire(f"collector{no}", Role.COLLECTOR) for no in range(1, COLLECTORS + 1)]
        hand_over(collectors)
        collector = collectors[MINE - 1]
        manager = hire("claire", Role.CREDIT_MANAGER)
        dunning.run_dunning(SYSTEM, on=ON, full=True)
        tell_the_story(creditor_id, collector)
        say(f"{items:,} open items, {PlannedAction.objects.count():,} actions")
        found = []
        for who, user_id in (("collector", collector), ("credit manager", manager)):
            browser = signed_in(user_id)
            for look in looks(items // ITEMS_EACH, creditor_id, mine=user_id == collector):
                found += measured(browser, look, who)
    return found


def hire(name: str, role: Role) -> int:
    user_id = people.create_user(SYSTEM, email=f"{name}@mesure.example", name=name.title())
    people.set_membership(SYSTEM, user_id, role=role, from_on=date(2020, 1, 1))
    return user_id


def hand_over(collectors: list[int]) -> None:
    """Give each portfolio to a user who exists."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update customers_customer set collector_id = (%(ids)s::bigint[])[collector_id]"
            " where (%(ids)s::bigint[])[collector_id] <> collector_id",
            {"ids": collectors},
        )


def tell_the_story(creditor_id: int, collector: int) -> None:
    sha = files.keep(SYSTEM, b"Bonjour", "message/rfc822")
    source = Source.objects.values_list("pk", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute(
            STORY,
            {
                "collector": collector, "sha": sha, "on": ON, "at": f"{ON.isoformat()} 09:00+01", "letters": LETTERS,
                "creditor": creditor_id, "source": source,
            },
        )  # fmt: skip


def signed_in(user_id: int) -> Client:
    browser = Client()
    browser.force_login(User.objects.get(pk=user_id), backend="django.contrib.auth.backends.ModelBackend")
    return browser


def looks(payers: int, creditor_id: int, *, mine: bool) -> Iterable[Look]:
    chosen = customers_of(payers, mine=mine)
    drafts = list(PlannedAction.objects.filter(state="to_approve").order_by("pk").values_list("pk", flat=True)[:TIMES])
    day, balance, left = reverse("workbench:day"), reverse("workbench:portfolio"), reverse("dunning:not_dunned")
    approval, names = reverse("dunning:approval"), reverse("workbench:customers")
    yield Look("Ma journée", [day])
    yield Look("fiche client", [reverse("workbench:customer", args=[pk]) for pk in chosen])
    yield Look("fiche client: pourquoi", [reverse("workbench:why", args=[pk]) for pk in chosen])
    yield Look("balance âgée", [balance])
    yield Look("balance âgée: pages suivantes", [f"{balance}?page=2", f"{balance}?page=3"])
    yield Look("balance âgée: triée", [f"{balance}?sort={sort}" for sort in ("name", "-oldest", "-open", "-age_6", "code")])
    yield Look("balance âgée: filtrée", [f"{balance}?{words}" for words in ("search=garage", "segment=SME", "q=lyon+42")])
    yield Look("balance âgée: par mot", [f"{balance}?by={by}" for by in ("segment", "region")])
    yield Look("balance âgée: par personne ou groupe", [f"{balance}?by={by}" for by in ("collector", "salesperson", "group")])
    yield Look("arrêtés", [reverse("workbench:closes")])
    before, after = closed_twice(creditor_id)
    yield Look("deux arrêtés comparés", [reverse("workbench:compare", args=[before, after])], WHOLE)
    idle = reverse("workbench:idle")
    yield Look("échus sans action", [idle, f"{idle}?sort=-age", f"{idle}?page=2"], WHOLE)
    yield Look("clients", [names, f"{names}?search=garage&sort=-name"])
    yield Look("clients: pages suivantes", [f"{names}?page=2", f"{names}?page=3"])
    if not mine:
        yield Look("à approuver", [approval, f"{approval}?page=2", *(f"{approval}?open={pk}" for pk in drafts)])
        yield Look("démarrage", [reverse("dunning:go_live_creditor", args=[creditor_id])], WHOLE)
    yield Look("ce qui n'est pas relancé", [left, f"{left}?sort=-age", f"{left}?sort=name", f"{left}?page=2"])
    yield Look("imports", [reverse("intake:imports")])
    yield Look("lettres à imprimer", [reverse("messages:letters")])
    yield Look("messages", [reverse("messages:outbox"), reverse("messages:outbox") + "?state=ready"])
    yield Look("pastille du jour", [reverse("workbench:day_badge")], SEARCH)
    yield Look("pastille à approuver", [reverse("dunning:approve_badge")], SEARCH)
    words = ("garage", "maison", "abc", "client 42", "pharmacie lyon", "FA1234", "C00042", "ma")
    search = reverse("workbench:search")
    yield Look("recherche", [f"{search}?q={each.replace(' ', '+')}" for each in words], SEARCH, SEARCH_READS)


def closed_twice(creditor_id: int) -> tuple[int, int]:
    """Return two closes of the portfolio, made the first time they are asked for; their sizes are known, as they are a minute later."""
    made = list(Close.objects.filter(creditor_id=creditor_id).order_by("closed_on").values_list("pk", flat=True))
    while len(made) < CLOSES:
        made.append(workbench.close_portfolio(SYSTEM, creditor_id, at=ON - timedelta(days=CLOSES - len(made)), on=ON).id)
    with connection.cursor() as cursor:
        cursor.execute("analyze workbench_closed_item, workbench_closed_balance")
    return made[0], made[1]


def customers_of(payers: int, *, mine: bool) -> list[int]:
    """Return customers spread over the whole portfolio, or over one collector's."""
    step = max(payers // TIMES // COLLECTORS, 1) * COLLECTORS
    first = MINE - 1 if mine else 1
    return [first + place * step for place in range(TIMES) if first + place * step <= payers]


def measured(browser: Client, look: Look, who: str) -> list[Figure]:
    """Ask for a page some dozens of times: the slow end of its server time, and whether it always takes the same number of reads."""
    addresses = [look.addresses[place % len(look.addresses)] for place in range(TIMES)]
    for address in addresses[:WARM]:
        fetched(browser, address)
    times = [timed(lambda address=address: fetched(browser, address)) for address in addresses]
    slow = percentile(times, 0.95)
    counts = [len(found) for found in (reads(browser, address) for address in dict.fromkeys(addresses))]
    if slow > look.bar:
        tell_slowest(browser, addresses[0])
    name = f"{look.name}, {who}"
    floor, bar = (None, look.most_reads) if look.most_reads else (min(counts), 1.0)
    return [Figure(f"{name} (s)", slow, None, look.bar), Figure(f"{name}: reads", max(counts), floor, bar)]


def reads(browser: Client, address: str) -> list[dict[str, str]]:
    with CaptureQueriesContext(connection) as captured:
        fetched(browser, address)
    return captured.captured_queries


def tell_slowest(browser: Client, address: str) -> None:
    """Say what takes the time of a page that is too slow."""
    found = sorted(reads(browser, address), key=lambda query: -float(query["time"]))
    for query in found[:3]:
        say(f"    {query['time']} s of {sum(float(each['time']) for each in found):.3f}: {' '.join(query['sql'].split())[:200]}")


def fetched(browser: Client, address: str) -> Any:
    response = browser.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return response
