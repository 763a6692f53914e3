"""What Schemathesis lets pass in the descriptions of `specs/cases`, and two checks of our own."""

import json

import schemathesis
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import RejectedPositiveData

@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Schemathesis 4.32.5 rewrites `prefixItems` of a response for a draft that it does not check it by."""
    components = raw_schema["components"]["schemas"]
    for name in [name for name, schema in components.items() if "prefixItems" in json.dumps(schema)]:
        components[f"{name}InResponse"] = without_prefix(components[name])
        for operation in operations(raw_schema):
            text = json.dumps(operation["responses"])
            text = text.replace(f"/schemas/{name}\"", f"/schemas/{name}InResponse\"")
            operation["responses"] = json.loads(text)


def operations(raw_schema):
    for item in raw_schema["paths"].values():
        yield from (operation for key, operation in item.items() if key != "parameters")


def without_prefix(schema):
    if isinstance(schema, list):
        return [without_prefix(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    dropped = {"prefixItems", "items"} if "prefixItems" in schema else set()
    return {key: without_prefix(value) for key, value in schema.items() if key not in dropped}


@schemathesis.deserializer("application/jsonl")
def lines(context, response):
    return [json.loads(line) for line in response.content.splitlines()]


# Failures that are not the server's, by operation and kind.
EXPLAINED = {
    # Other parameters of the query are not properties of the object whose properties are parameters.
    ("GET /exploded", AcceptedNegativeData): lambda case, failure: (
        "`additionalProperties` at /properties/object" in failure.message
    ),
    # Schemathesis writes each property of the object as a field, though its `encoding` has a `contentType`.
    ("POST /form", RejectedPositiveData): lambda case, failure: isinstance(case.body.get("json"), dict),
    # An object without properties has no text in a query, so that the parameter is not sent.
    ("GET /deep", AcceptedNegativeData): lambda case, failure: (
        "parameter `filter`" in failure.message and not (case.query or {}).get("filter")
    ),
    # One part is an array of one item; a part is a file or a text, whatever is in it.
    ("POST /parts", AcceptedNegativeData): lambda case, failure: any(
        not isinstance(case.body.get(name, []), list)
        and (f"{name}: Incorrect type" in failure.message or f"`type` at /properties/{name}" in failure.message)
        for name in ("more", "tags")
    ),
}


@schemathesis.hook
def filter_failure(context, failure, case, response):
    explains = EXPLAINED.get((case.operation.label, type(failure)))
    return explains is None or not explains(case, failure)


@schemathesis.check
class EveryAnswerSeen:
    """Each operation has given each status that it declares, so none of them goes untested."""

    # Requests with other credentials are those of the check `ignored_auth`, which sees the answer alone.
    # No request can be wrong for an operation that takes any bytes.
    UNSEEN = {"401", "PUT /bytes 400"}

    def __init__(self):
        self.declared, self.seen = set(), set()

    def after_response(self, ctx, response, case):
        label = case.operation.label
        statuses = case.operation.definition.raw["responses"]
        self.declared |= {(label, status) for status in statuses if status.isdigit()}
        self.seen.add((label, str(response.status_code)))

    def after_run(self, ctx):
        missing = sorted(
            f"{label} {status}"
            for label, status in self.declared - self.seen
            if not self.UNSEEN & {status, f"{label} {status}"}
        )
        if missing:
            raise AssertionError("never answered: " + "; ".join(missing))


# What has several spellings, or is a number of 32 bits.
RESPELT = {"since", "address", "share", "time"}


@schemathesis.check
def echoed(ctx, response, case):
    """An operation that echoes its body answers with what was in it, but for undeclared properties."""
    operation = case.operation.definition.raw
    if response.status_code != 200 or not operation["operationId"].startswith(("echo", "put", "postBearer")):
        return
    sent, came = response.request.body or b"", response.content
    sent = sent.encode() if isinstance(sent, str) else sent
    if case.media_type == "application/json":
        declared = names(case.operation.schema.raw_schema["components"]["schemas"], operation)
        sent, came = (known(json.loads(body or "null"), declared) for body in (sent, came))
    assert sent == came, f"sent {sent!r}, and got {came!r}"


def names(components, operation):
    """The properties of the component that is in the body; `None` if it has others."""
    schema = next(iter(operation["requestBody"]["content"].values()))["schema"]
    schema = components.get(schema.get("$ref", "").rpartition("/")[2], schema)
    is_open = schema.keys() & {"additionalProperties", "unevaluatedProperties", "patternProperties"}
    return None if is_open else set(schema.get("properties", ()))


def known(value, declared):
    if isinstance(value, list):
        return [known(item, declared) for item in value]
    if not isinstance(value, dict):
        return value
    kept = (value.keys() if declared is None else value.keys() & declared) - RESPELT
    return {name: known(value[name], declared) for name in kept}


@schemathesis.check
def parameters_read(ctx, response, case):
    """An operation that echoes its parameters answers with the values that were generated."""
    is_valid = case.meta.generation.mode.is_positive
    if response.status_code != 200 or not is_valid or not case.operation.base_url.endswith("/parameters"):
        return
    declared = {parameter["name"] for parameter in case.operation.definition.raw["parameters"]}
    for container in case.meta.raw_containers.values():
        sent = {name: container[name] for name in container.keys() & declared - RESPELT}
        came = {name: response.json().get(name) for name in sent}
        assert sent == came, f"sent {sent!r}, and got {came!r}"
