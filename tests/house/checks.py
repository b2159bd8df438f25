"""What a linter cannot see. Each check takes a tree and returns its violations, a sentence each."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from encaisse.project import catalogues
from house.exceptions import allowed
from house.trees import PACKAGE, Module, dotted, modules

LAYERS_WITH_ACTOR = ("queries", "actions")
FUNCTION_LINES = 40
FILE_LINES = 400
TEMPLATE_LINES = 120
VIEW_LINES = 20

ALWAYS_WRITE = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "save"}
WRITE_ON_ROWS = {"create", "update", "delete"}
WRITING_FUNCTIONS = {"copy_rows", "execute_sql", "enqueue"}
WRITING_SQL = re.compile(
    r"^\s*(?:--[^\n]*\n\s*)*(?:with\b.*?\)\s*)?(insert|update|delete|truncate|merge|copy)\b", re.IGNORECASE | re.DOTALL
)
CLOCKS = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|timezone\.(now|localdate|localtime)|time\.(time|monotonic))$")


# The actor comes first -------------------------------------------------------------------------------------------------


def actor_first(package: Path = PACKAGE) -> list[str]:
    """Whatever a door or another room calls in queries and actions takes the actor first."""
    tree = modules(package)
    called = {name for module in tree for name in called_elsewhere(module)}
    return [
        f"{name} is called from another layer and does not take `actor` first"
        for module in tree
        if module.layer in LAYERS_WITH_ACTOR
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and f"{module.room}.{module.layer}:{node.name}" in called
        and not takes_actor(node)
        and not allowed("actor_first", name := f"{module.name}.{node.name}")
    ]


def takes_actor(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    positional = [*function.args.posonlyargs, *function.args.args]
    return bool(positional) and positional[0].arg in ("actor", "_actor")


def called_elsewhere(module: Module) -> Iterator[str]:
    """Yield `room.layer:function` for the queries and actions a module reads from another room, or, being a door, from its own."""
    inner = {*LAYERS_WITH_ACTOR, "models", "rules"}
    for target, name in imported_functions(module):
        room, layer = target
        if room != module.room or module.layer not in inner:
            yield f"{room}.{layer}:{name}"


def imported_functions(module: Module) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield what a module takes of queries and actions: imported by name, or through the module's name."""
    aliases: dict[str, tuple[str, str]] = {}
    for node in module.nodes:
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("encaisse."):
            continue
        parts = (node.module or "").split(".")[1:]
        for alias in node.names:
            if len(parts) == 1 and alias.name in LAYERS_WITH_ACTOR:
                aliases[alias.asname or alias.name] = (parts[0], alias.name)
            elif len(parts) > 1 and parts[1] in LAYERS_WITH_ACTOR:
                yield (parts[0], parts[1]), alias.name
                aliases[alias.asname or alias.name] = (parts[0], parts[1])
    for node in module.nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
            yield aliases[node.value.id], node.attr


# Only actions write ----------------------------------------------------------------------------------------------------


def only_actions_write(package: Path = PACKAGE) -> list[str]:
    return [
        f"{module.name}:{line} writes ({what}); only actions write"
        for module in modules(package)
        if module.layer != "actions" and module.room != "db"
        for line, what in writes(module)
        if not allowed("only_actions_write", module.name)
    ]


def writes(module: Module) -> Iterator[tuple[int, str]]:
    for call in module.calls():
        name = dotted(call.func)
        last = name.rpartition(".")[2]
        if (
            last in ALWAYS_WRITE
            or (last in WRITE_ON_ROWS and ".objects" in name)
            or name in WRITING_FUNCTIONS
            or (last in ("execute", "run_sql") and writing_sql(call, module.package))
        ):
            yield call.lineno, last


def writing_sql(call: ast.Call, package: Path) -> bool:
    """Tell whether a call's first argument is a statement that writes, or the name of a file with one."""
    if not call.args or not isinstance(call.args[0], ast.Constant) or not isinstance(call.args[0].value, str):
        return False
    text = call.args[0].value
    room, _, name = text.partition(".")
    file = package / room / "sql" / f"{name}.sql"
    return WRITING_SQL.match(file.read_text(encoding="utf-8") if file.exists() else text) is not None


# Only queries and actions read lower rooms' tables ----------------------------------------------------------------------


def only_queries_read_lower_rooms(package: Path = PACKAGE) -> list[str]:
    return [
        f"{module.name}:{line} imports the models of {room}; ask its queries"
        for module in modules(package)
        if module.layer not in (*LAYERS_WITH_ACTOR, "models")
        for line, room in imported_models(module)
        if room != module.room and not allowed("only_queries_read_lower_rooms", module.name)
    ]


def imported_models(module: Module) -> Iterator[tuple[int, str]]:
    for node in module.nodes:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("encaisse."):
            parts = node.module.split(".")
            if parts[2:3] == ["models"] or (len(parts) == 2 and any(alias.name == "models" for alias in node.names)):
                yield node.lineno, parts[1]


# No clock --------------------------------------------------------------------------------------------------------------


def no_clock(package: Path = PACKAGE) -> list[str]:
    """Rules, queries and actions are given the day; the clock itself is `db.clock`, read at the doors."""
    return [
        f"{module.name}:{line} reads a clock ({what}); take the day as a parameter, or `db.clock` at a door"
        for module in modules(package)
        if module.layer in ("rules", "queries", "actions") or module.room == "kit"
        for line, what in clocks(module)
        if not allowed("no_clock", module.name)
    ]


def clocks(module: Module) -> Iterator[tuple[int, str]]:
    for call in module.calls():
        if CLOCKS.search(name := dotted(call.func)):
            yield call.lineno, name
    if module.layer == "rules" or module.room == "kit":
        for node in module.nodes:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("encaisse.db"):
                yield node.lineno, node.module or ""


# Sizes -----------------------------------------------------------------------------------------------------------------


def sizes(package: Path = PACKAGE) -> list[str]:
    return [*long_functions(package), *long_files(package)]


def long_functions(package: Path) -> Iterator[str]:
    for module in modules(package):
        for function in module.functions():
            lines = (function.end_lineno or 0) - function.lineno + 1
            limit = VIEW_LINES if is_view(module, function) else FUNCTION_LINES
            if lines > limit and not allowed("sizes", f"{module.name}.{function.name}"):
                yield f"{module.name}.{function.name} has {lines} lines, more than {limit}"


def is_view(module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return module.layer == "views" and bool(function.args.args) and function.args.args[0].arg == "request"


def long_files(package: Path) -> Iterator[str]:
    limits = {".py": FILE_LINES, ".html": TEMPLATE_LINES}
    for file in sorted(package.rglob("*")):
        limit = limits.get(file.suffix)
        if limit is None or {"migrations", "node_modules"} & set(file.parts) or allowed("sizes", str(file.relative_to(package))):
            continue
        lines = file.read_text(encoding="utf-8").count("\n")
        if lines > limit:
            yield f"{file.relative_to(package)} has {lines} lines, more than {limit}"


# Jobs ------------------------------------------------------------------------------------------------------------------


def every_job_exists(package: Path = PACKAGE) -> list[str]:
    tree = modules(package)
    declared = {name for module in tree for _, name in first_arguments(module, "job")}
    return [
        f"{module.name}:{line} enqueues “{name}”, which no room declares"
        for module in tree
        for line, name in first_arguments(module, "enqueue")
        if name not in declared
    ]


def first_arguments(module: Module, function: str) -> Iterator[tuple[int, str]]:
    for call in module.calls():
        if dotted(call.func).rpartition(".")[2] == function and call.args and isinstance(call.args[0], ast.Constant):
            yield call.lineno, str(call.args[0].value)


# Catalogues and packages -----------------------------------------------------------------------------------------------


def every_sentence_is_french(package: Path = PACKAGE) -> list[str]:
    if not settings.configured:
        settings.configure()
    return [sentence for room in catalogues.rooms(package) for sentence in catalogues.untranslated(room)]


def every_sentence_is_one_in_french(package: Path = PACKAGE) -> list[str]:
    return catalogues.said_in_two_ways(package)


def requirement_name(requirement: str) -> str:
    return re.split(r"[<>=\[; ]", requirement)[0].lower().replace("_", "-")
