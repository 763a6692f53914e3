"""Usage: client.py BASE_URL TOKEN"""

import json
import sys

import authentik_client as authentik
from authentik_client.exceptions import BadRequestException, ForbiddenException, NotFoundException

FLOW = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
OTHER = "4fa85f64-5717-4562-b3fc-2c963f66afa6"
UNKNOWN = "00000000-0000-4000-8000-00000000ffff"

FLOWS = [
    {"name": "Sign in", "slug": "sign-in", "title": "Welcome", "designation": "authentication"},
    {
        "name": "Sign up",
        "slug": "sign_up",
        "title": "Grüß Gott",
        "designation": "enrollment",
        "policy_engine_mode": "any",
        "compatibility_mode": True,
        "layout": "sidebar_left",
        "denied_action": "message",
    },
]

# For each operation: changes, values for its nullable properties, and what breaks a constraint.
OPERATIONS = [
    {
        "call": "stages_authenticator_duo_partial_update",
        "body": authentik.PatchedAuthenticatorDuoStageRequest,
        "stage": "00000000-0000-4000-8000-000000000001",
        "change": {
            "name": "Duo",
            "client_id": "client",
            "api_hostname": "api.example.com",
            "admin_integration_key": "key",
            "flow_set": FLOWS,
        },
        "secret": {"client_secret": "hidden", "admin_secret_key": "hidden"},
        "nullable": {"configure_flow": FLOW, "friendly_name": "Second factor"},
        "broken": {"name": "", "client_id": ""},
        "malformed": {"configure_flow": "no UUID"},
    },
    {
        "call": "stages_authenticator_sms_partial_update",
        "body": authentik.PatchedAuthenticatorSMSStageRequest,
        "stage": "00000000-0000-4000-8000-000000000002",
        "change": {
            "name": "SMS",
            "provider": "generic",
            "from_number": "+1 555 0100",
            "account_sid": "https://sms.example.com",
            "auth": "user",
            "auth_password": "",
            "auth_type": "bearer",
            "verify_only": True,
            "flow_set": FLOWS,
        },
        "secret": {},
        "nullable": {"configure_flow": FLOW, "friendly_name": "Second factor", "mapping": OTHER},
        "broken": {"name": "", "from_number": ""},
        "malformed": {"provider": "pigeon"},
    },
    {
        "call": "stages_identification_partial_update",
        "body": authentik.PatchedIdentificationStageRequest,
        "stage": "00000000-0000-4000-8000-000000000003",
        "change": {
            "name": "Who are you?",
            "user_fields": ["email", "upn"],
            "case_insensitive_matching": False,
            "show_matched_user": False,
            "sources": [FLOW, OTHER],
            "show_source_labels": True,
            "pretend_user_exists": False,
            "flow_set": [],
        },
        "secret": {},
        "nullable": {
            "password_stage": FLOW,
            "enrollment_flow": OTHER,
            "recovery_flow": FLOW,
            "passwordless_flow": OTHER,
        },
        "broken": {"name": "", "user_fields": ["shoe_size"]},
        "malformed": {"sources": ["no UUID"]},
    },
]

base_url, token = sys.argv[1:]
calls = 0


def api(api_key, prefix):
    configuration = authentik.Configuration(base_url, api_key=api_key, api_key_prefix=prefix)
    return authentik.StagesApi(authentik.ApiClient(configuration))


STAGES = api({"authentik": token}, {"authentik": "Bearer"})
OUTSIDERS = [
    api({"authentik": "wrong"}, {"authentik": "Bearer"}),
    api({"authentik": token}, {}),
    api({}, {}),
]


def expect_equal(actual, expected, what):
    if actual != expected:
        raise SystemExit(f"{what}: {actual!r} instead of {expected!r}")


def expect_contains(whole, part, what):
    for name, value in part.items():
        where = f"{what}.{name}"
        if isinstance(value, list) and value and isinstance(value[0], dict):
            expect_equal(len(whole[name]), len(value), where)
            for index, item in enumerate(value):
                expect_contains(whole[name][index], item, f"{where}[{index}]")
        else:
            expect_equal(whole[name], value, where)


def expect_texts(value, what):
    if not (isinstance(value, list) and value and all(isinstance(text, str) and text for text in value)):
        raise SystemExit(f"{what}: {value!r} instead of a list of texts")


def succeed(answer):
    """What was sent, which the client reads to the last property; to it, null is absent."""
    expect_equal(answer.status_code, 200, "status")
    sent = json.loads(answer.raw_data)
    read = json.loads(answer.data.json(exclude_none=True))
    expect_equal(read, {name: value for name, value in sent.items() if value is not None}, "read")
    return sent


def fail(error, model, call):
    """The body of the answer that the client raises `error` for."""
    try:
        answer = call()
    except error as raised:
        content_type = raised.headers.get("content-type", "").split(";")[0]
        expect_equal(content_type, "application/json", "content type")
        return model.from_json(raised.body)
    raise SystemExit(f"succeeds instead of raising {error.__name__}: {answer.raw_data}")


def check(operation):
    name, model, stage = operation["call"], operation["body"], operation["stage"]

    def patch(body, stages=STAGES, stage=stage):
        global calls
        calls += 1
        return getattr(stages, f"{name}_with_http_info")(stage, body)

    change, nullable = operation["change"], operation["nullable"]

    # A change is in the answer, a secret is not.
    changed = succeed(patch(model.from_dict({**change, **operation["secret"]})))
    filled = succeed(patch(model(**nullable)))
    expect_equal(filled, {**changed, **nullable}, name)
    expect_equal(filled["pk"], stage, name)
    expect_contains(filled, change, name)
    expect_equal("hidden" in json.dumps(filled), False, name)

    # What is absent stays as it is: in an empty body, and without a body.
    expect_equal(succeed(patch(model())), filled, name)
    expect_equal(succeed(patch(None)), filled, name)

    # Null is not absent.
    nulls = dict.fromkeys(nullable)
    emptied = succeed(patch(model(**nulls)))
    expect_equal(emptied, {**filled, **nulls}, name)

    # Every property that breaks a constraint is named, and nothing changes.
    # The client checks some constraints itself; construct() gets around that.
    broken, malformed = operation["broken"], operation["malformed"]
    violations = fail(BadRequestException, authentik.ValidationError, lambda: patch(model.construct(**broken)))
    for faulty in broken:
        expect_texts(violations.additional_properties.get(faulty), f"{name}: {faulty}")
    body = model.construct(**malformed, name="unused")
    violations = fail(BadRequestException, authentik.ValidationError, lambda: patch(body))
    for faulty in malformed:
        expect_texts(violations.additional_properties.get(faulty), f"{name}: {faulty}")
    expect_equal(succeed(patch(model())), emptied, name)

    # Nobody gets in without the token.
    for outsider in OUTSIDERS:
        error = fail(ForbiddenException, authentik.GenericError, lambda: patch(model(name="unused"), outsider))
        expect_equal(bool(error.detail), True, "detail")

    error = fail(NotFoundException, authentik.GenericError, lambda: patch(model(), stage=UNKNOWN))
    expect_equal(bool(error.detail), True, "detail")


for operation in OPERATIONS:
    check(operation)
print(f"python: {calls} calls are answered as described")
