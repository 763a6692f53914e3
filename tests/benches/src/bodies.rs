//! Bodies as services send them.

/// A body: its name, the description and the schema of its type, and its text.
pub struct Body {
    /// Its name.
    pub name: &'static str,
    /// The description of its type, as JSON.
    pub description: &'static str,
    /// The schema of its type.
    pub schema: &'static str,
    /// The body.
    pub text: String,
}

macro_rules! description {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $name, ".json"))
    };
}

/// A text in which names stand for others, without the space around its lines.
fn fill(template: &str, parts: &[(&str, &str)]) -> String {
    let lines: String = template.lines().map(str::trim).collect();
    let fill = |text: String, (name, part): &(&str, &str)| text.replace(name, part);
    parts.iter().fold(lines, fill)
}

/// An array of `count` texts.
fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    let items: Vec<String> = (0..count).map(item).collect();
    format!("[{}]", items.join(","))
}

const FLOW: &str = r#"{"name":"Flow","slug":"default-flow_1","title":"Welcome","designation":"stage_configuration",
    "policy_engine_mode":"any","compatibility_mode":false,"layout":"stacked",
    "denied_action":"message_continue"}"#;

const ID: &str = "\"67e55044-10b1-426f-9247-bb680e5fe0c8\"";

/// A flow, as text.
pub fn flow() -> String {
    fill(FLOW, &[])
}

/// A partial update of a Duo stage.
pub fn duo() -> Body {
    let template = r#"{"name":"duo","flow_set":[FLOW,FLOW],"configure_flow":ID,"friendly_name":"Phone",
        "client_id":"DIXXXXXXXXXXXXXXXXXX","client_secret":"secret","api_hostname":"api.example.com",
        "admin_integration_key":"key","admin_secret_key":"other secret"}"#;
    Body {
        name: "duo",
        description: description!("stages"),
        schema: "PatchedAuthenticatorDuoStageRequest",
        text: fill(template, &[("FLOW", &fill(FLOW, &[])), ("ID", ID)]),
    }
}

/// A partial update of an SMS stage.
pub fn sms() -> Body {
    let template = r#"{"name":"sms","flow_set":[FLOW],"configure_flow":ID,"friendly_name":null,"provider":"twilio",
        "from_number":"+15550100","account_sid":"AC00","auth":"token","auth_password":"",
        "auth_type":"bearer","verify_only":true,"mapping":ID}"#;
    Body {
        name: "sms",
        description: description!("stages"),
        schema: "PatchedAuthenticatorSMSStageRequest",
        text: fill(template, &[("FLOW", &fill(FLOW, &[])), ("ID", ID)]),
    }
}

/// A partial update of an identification stage.
pub fn identification() -> Body {
    let template = r#"{"name":"identification","flow_set":FLOWS,"user_fields":["email","username"],
        "password_stage":ID,"case_insensitive_matching":true,"show_matched_user":true,
        "enrollment_flow":ID,"recovery_flow":null,"passwordless_flow":ID,"sources":SOURCES,
        "show_source_labels":true,"pretend_user_exists":false}"#;
    let flows = list(5, |_| fill(FLOW, &[]));
    let sources = list(10, |_| ID.to_owned());
    Body {
        name: "identification",
        description: description!("stages"),
        schema: "PatchedIdentificationStageRequest",
        text: fill(
            template,
            &[("FLOWS", &flows), ("SOURCES", &sources), ("ID", ID)],
        ),
    }
}

/// A page of items: a declared discriminator, which is not the first property.
pub fn items() -> Body {
    let file = r#"{"id":"NUMBER","etag":"1","type":"file","name":"Contract.pdf","sha1":SHA1,"size":629644,
        "version":{"id":"26","sha1":SHA1},"owner":OWNER,"parent":PARENT,"tags":["approved","signed"]}"#;
    let folder = r#"{"id":"NUMBER","etag":null,"type":"folder","name":"Pictures","owner":OWNER,"parent":PARENT,
        "path":[PARENT,PARENT],"tags":[]}"#;
    let link = r#"{"id":"NUMBER","etag":"1","type":"web_link","name":"Link",
        "url":"https://example.com/a/long/path?with=query","parent":PARENT}"#;
    let entries = list(90, |number| {
        let template = [file, folder, link][number % 3];
        let parts = [
            ("NUMBER", &*number.to_string()),
            ("SHA1", r#""85136c79cbf9fe36bb9d05d0639c70c265c18d37""#),
            (
                "OWNER",
                r#"{"id":"33551","name":"Ada Lovelace","login":"ada@example.com"}"#,
            ),
            (
                "PARENT",
                r#"{"id":"11446498","sequence_id":"3","name":"Pictures"}"#,
            ),
        ];
        fill(template, &parts)
    });
    let template =
        r#"{"total_count":5000,"limit":90,"offset":0,"next_marker":null,"entries":ENTRIES}"#;
    Body {
        name: "items",
        description: description!("items"),
        schema: "Page",
        text: fill(template, &[("ENTRIES", &entries)]),
    }
}

/// A message: discriminators that constants are, unions of JSON types, required properties that tell.
pub fn message() -> Body {
    let template = r#"{"type":0,"content":"Supa Hot","mentions":[USER,USER,USER],"embeds":[EMBED,EMBED],
        "timestamp":"2017-07-11T17:27:07.299000+00:00","edited_timestamp":null,"flags":0,
        "components":[OUTER,ROW,SECTION,OUTER],"id":"334385199974967042",
        "channel_id":"290926798999357250","author":USER,"pinned":false,"nonce":"1234567890",
        "interaction":{"id":"1","user":USER,"interacted_message":"334385199974967041"}}"#;
    let options = list(10, |_| {
        r#"{"label":"Rogue","value":"rogue","default":false}"#.to_owned()
    });
    let fields = list(5, |_| {
        r#"{"name":"Field","value":"Some value","inline":true}"#.to_owned()
    });
    // Each may hold those behind it.
    let parts = [
        (
            "OUTER",
            r#"{"type":17,"id":1,"accent_color":null,"components":[INNER,ROW,INNER],"spoiler":true}"#,
        ),
        (
            "INNER",
            r#"{"type":17,"id":2,"accent_color":703487,"components":[TEXT,SEPARATOR,ROW,SECTION],"spoiler":false}"#,
        ),
        (
            "ROW",
            r#"{"type":1,"id":4,"components":[BUTTON,BUTTON,SELECT]}"#,
        ),
        (
            "SECTION",
            r#"{"type":9,"id":7,"components":[TEXT,TEXT],"accessory":BUTTON}"#,
        ),
        ("SEPARATOR", r#"{"type":14,"id":8,"divider":true}"#),
        (
            "SELECT",
            r#"{"type":3,"id":6,"custom_id":"class","placeholder":"A class","options":OPTIONS}"#,
        ),
        (
            "BUTTON",
            r#"{"type":2,"id":5,"style":1,"label":"Yes","custom_id":"yes","disabled":false}"#,
        ),
        (
            "TEXT",
            r#"{"type":10,"id":3,"content":"Choose *one* of these, and mind the \"others\"."}"#,
        ),
        (
            "EMBED",
            r#"{"type":"rich","title":"Title","description":"A description","url":"https://example.com","color":3447003,"fields":FIELDS}"#,
        ),
        (
            "USER",
            r#"{"id":"80351110224678912","username":"nelly","global_name":null,"avatar":"8342729096ea3675442027381ff50dfe","bot":false}"#,
        ),
        ("OPTIONS", &options),
        ("FIELDS", &fields),
    ];
    Body {
        name: "message",
        description: description!("messages"),
        schema: "Message",
        text: fill(template, &parts),
    }
}

/// A payment: a union that an optional property tells apart, and one that nothing does.
pub fn payment() -> Body {
    payment_by(
        "payment",
        r#"{"type":"scheme","number":"4111111111111111","expiry_month":"03","expiry_year":"2030",
        "cvc":"737","holder_name":"Ada Lovelace","attempt_id":"abc-123"}"#,
    )
}

/// A payment whose method does not show its type.
pub fn payment_without_type() -> Body {
    payment_by(
        "payment, no type",
        r#"{"number":"4111111111111111","expiry_month":"03","expiry_year":"2030","cvc":"737",
        "holder_name":"Ada Lovelace","attempt_id":"abc-123"}"#,
    )
}

fn payment_by(name: &'static str, method: &str) -> Body {
    let template = r#"{"amount":{"currency":"EUR","value":1000},"merchant_account":"Shop","reference":"Order 1",
        "return_url":"https://example.com/checkout?order=1","shopper_email":"ada@example.com",
        "shopper_ip":"192.0.2.1","shopper_name":{"first_name":"Ada","last_name":"Lovelace"},
        "billing_address":ADDRESS,"delivery_address":ADDRESS,"line_items":LINES,
        "metadata":{"campaign":"spring","segment":"b"},"store":"store-1","method":METHOD,
        "funds":[{"name":"Analytical Engines","registration":"GB123456","address":ADDRESS},
        {"name":"Ada Lovelace","birthday":"1815-12-10","address":ADDRESS},
        {"name":"Ada Lovelace","number":"NL02ABNA0123456789","bank":"A bank"}]}"#;
    let address = r#"{"street":"Simon Carmiggeltstraat","number":"6 - 50","city":"Amsterdam",
        "postal_code":"1011 DJ","country":"NL"}"#;
    let lines = list(5, |_| {
        r#"{"id":"Item 1","description":"Shoes, size 43","amount":331,"quantity":1,"tax":69}"#
            .to_owned()
    });
    let parts = [
        ("ADDRESS", &*fill(address, &[])),
        ("LINES", &lines),
        ("METHOD", &fill(method, &[])),
    ];
    Body {
        name,
        description: description!("payments"),
        schema: "Payment",
        text: fill(template, &parts),
    }
}
