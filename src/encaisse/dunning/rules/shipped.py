"""The seven scenarios shipped with the product, and how a scenario is read from its JSON form."""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from encaisse.dunning.rules.conditions import conditions_from
from encaisse.dunning.rules.scenario import Channel, Copies, Level, OffsetFrom, Scenario, SenderRole, Step, StepMode


def step_from(raw: Mapping[str, Any], position: int) -> Step:
    return Step(
        position=position,
        key=raw["key"],
        level=Level(raw["level"]),
        offset_days=raw["offset_days"],
        interval_days=raw["interval_days"],
        channel=Channel(raw["channel"]),
        template=raw["template"],
        sender_role=SenderRole(raw["sender_role"]),
        mode=StepMode(raw["mode"]),
        minimum_amount=Decimal(raw.get("minimum_amount", 0)),
        conditions=conditions_from(raw.get("conditions", ())),
        is_contact=raw["is_contact"],
        offset_from=OffsetFrom(raw.get("offset_from", OffsetFrom.DUE_DATE)),
        copies=Copies(raw.get("copies", Copies.COMPANY)),
        with_statement=raw.get("with_statement", False),
        with_terms=raw.get("with_terms", False),
    )


def scenario_from(raw: Mapping[str, Any]) -> Scenario:
    return Scenario(
        code=raw["code"],
        name=raw["fr"],
        steps=tuple(step_from(each, position) for position, each in enumerate(raw["steps"])),
        minimum_amount=Decimal(raw["minimum_amount"]),
        first_curative_position=raw["first_curative_position"],
    )


@cache
def shipped_scenarios() -> Mapping[str, Scenario]:
    """Return the shipped scenarios by code: KEY_ACCOUNT, SME, SMALL, CONSUMER, PUBLIC, CLOSE_FOLLOW_UP, STRATEGIC."""
    raw = json.loads(files("encaisse.dunning").joinpath("data/scenarios.json").read_text("utf-8"))
    return {each["code"]: scenario_from(each) for each in raw["scenarios"]}


@cache
def shipped_names() -> Mapping[str, Mapping[str, str]]:
    """Return the French and English names of the shipped scenarios, by code."""
    raw = json.loads(files("encaisse.dunning").joinpath("data/scenarios.json").read_text("utf-8"))
    return {each["code"]: {"fr": each["fr"], "en": each["en"]} for each in raw["scenarios"]}
