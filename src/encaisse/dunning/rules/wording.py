"""Which text an action uses: its step's own, or the one of its level when the step had to change channel (rule 19)."""

from encaisse.dunning.rules.decisions import Act
from encaisse.dunning.rules.scenario import Channel, Level

BY_LEVEL = {Level.PREVENTIVE: "PREV_EMAIL", Level.R1: "REMIND1_EMAIL", Level.R2: "REMIND2_EMAIL", Level.R3: "CFO_EMAIL"}
CONSUMERS = {Level.PREVENTIVE: "PREV_EMAIL_B2C"}
LAWFUL_TO_CONSUMERS = "REMIND1_EMAIL_B2C"


def template_for(act: Act, *, is_consumer: bool) -> str:
    """Return the template of an action. A call that becomes a letter says what its level says, never a call script."""
    if act.channel is act.step.channel or act.level >= Level.FORMAL_NOTICE:
        return act.step.template
    match act.channel:
        case Channel.CALL | Channel.VISIT:
            return "CALL:PREVENTIVE" if act.level is Level.PREVENTIVE else "CALL:FIRST_OVERDUE"
        case Channel.SMS:
            return "SMS_PREV" if act.level is Level.PREVENTIVE else "SMS_OVERDUE"
    is_written = not act.step.template.startswith(("CALL:", "SMS_"))
    if is_written:
        return act.step.template
    return CONSUMERS.get(act.level, LAWFUL_TO_CONSUMERS) if is_consumer else BY_LEVEL[act.level]
