//! Bodies of requests and responses, and credentials.

use oasmith_cases::c93_catalogue as catalogue;
use oasmith_cases::c95_submissions as submissions;
use oasmith_cases::c96_representations as representations;
use oasmith_cases::c97_guarded as guarded;
use oasmith_cases::support::body::multipart::FilePart;
use uuid::Uuid;

use super::{Calls, json};

const ID: Uuid = Uuid::from_u128(0x3fa85f64_5717_4562_b3fc_2c963f66afa6);

const ITEMS: [&str; 4] = [
    r#"{"kind":"book","title":"Emma","isbn":"978-0141439587","pages":474,"price":7.99}"#,
    r#"{"kind":"book","title":"é","isbn":"979-1234567896","pages":null,"published":null,"labels":{}}"#,
    r#"{"kind":"film","title":"Play Time","seconds":7440.5,"languages":["fr","en-GB"],"price":0}"#,
    r#"{"kind":"box","title":"All","items":["3fa85f64-5717-4562-b3fc-2c963f66afa6"],
        "published":"2024-02-29","labels":{"":"x","a b":"ü"}}"#,
];
const CHANGES: [&str; 3] = [
    r#"{"title":"Other"}"#,
    r#"{"published":null}"#,
    r#"{"published":"1999-12-31","price":999999.99,"labels":{"a":"b"}}"#,
];
const CONTACTS: [&str; 4] = [
    r#"{"email":"a@example.org","since":"2026-01-02T03:04:05Z"}"#,
    r#"{"email":"a@example.org","since":"2026-01-02T03:04:05.678-09:30","address":"192.0.2.1",
        "website":"https://example.org/a?b=c#d","host":"example.org","note":"five!","active":null}"#,
    r#"{"email":"a@example.org","since":"2026-01-02T03:04:05Z","address":"2001:db8::1","visits":-1,
        "avatar":"aGk=","share":0.5,"note":7,"active":true}"#,
    r#"{"email":"a@example.org","since":"2026-01-02T03:04:05Z","note":[true,false]}"#,
];
const TREES: [&str; 3] = [
    r#"{"name":"root"}"#,
    r#"{"name":"root","children":[],"parent":null}"#,
    r#"{"name":"a","children":[{"name":"b","children":[{"name":"c"}]}],"parent":{"name":"d"}}"#,
];

pub async fn catalogue(calls: &mut Calls) {
    use catalogue::client::Client;
    use catalogue::requests::ListItemsParams;
    let client = Client::new(calls.config(None));
    calls
        .succeed("listItems", client.list_items(&ListItemsParams::default()))
        .await;
    let params = ListItemsParams {
        page: Some(2),
        per_page: Some(100),
        sort: Some(catalogue::models::ListItemsSort::MinusTitle),
        kind: vec![catalogue::models::Kind::Book, catalogue::models::Kind::Box],
        title: Some("a, b & c".to_owned()),
        published_after: Some(json("\"2024-02-29\"")),
    };
    calls.succeed("listItems", client.list_items(&params)).await;
    for item in ITEMS.map(json) {
        calls.succeed("createItem", client.create_item(&item)).await;
        calls
            .succeed("replaceItem", client.replace_item(ID, &item))
            .await;
    }
    calls.succeed("getItem", client.get_item(ID)).await;
    for change in CHANGES.map(json) {
        calls
            .succeed("changeItem", client.change_item(ID, &change))
            .await;
    }
    calls.succeed("deleteItem", client.delete_item(ID)).await;
    for contact in CONTACTS.map(json) {
        calls
            .succeed("echoContact", client.echo_contact(&contact))
            .await;
    }
    for tree in TREES.map(json) {
        calls
            .succeed("echoTree", client.echo_tree(Some(&tree)))
            .await;
    }
    calls.succeed("echoTree", client.echo_tree(None)).await;
    let missing = Client::new(calls.config(Some("code=404")));
    calls.fail("getItem", 404, missing.get_item(ID)).await;
    calls.fail("deleteItem", 404, missing.delete_item(ID)).await;
    let invalid = Client::new(calls.config(Some("code=400")));
    calls
        .fail("createItem", 400, invalid.create_item(&json(ITEMS[0])))
        .await;
}

pub async fn submissions(calls: &mut Calls) {
    use submissions::client::Client;
    use submissions::requests::SubmitLoginBody;
    let client = Client::new(calls.config(None));
    for form in [
        r#"{"name":"a","count":0}"#,
        r#"{"name":"é &=+","count":9007199254740991,"ratio":-0.5,"flag":false,"colour":"dark blue",
            "day":"2024-02-29"}"#,
        r#"{"name":"a","count":1,"numbers":[1,2],"joined":[3,4],"pipes":[5,6],"deep":{"x":7,"y":8}}"#,
        r#"{"name":"a","count":1,"numbers":[1],"json":{"x":9,"y":-1}}"#,
    ] {
        calls
            .succeed("submitForm", client.submit_form(&json(form)))
            .await;
    }
    let logins = [
        SubmitLoginBody::WwwFormUrlencoded(json(r#"{"user":"u","password":"pass word"}"#)),
        SubmitLoginBody::WwwFormUrlencoded(json(
            r#"{"user":"ü","password":"12345678","remember":true}"#,
        )),
        SubmitLoginBody::Json(json(r#"{"token":"3fa85f64-5717-4562-b3fc-2c963f66afa6"}"#)),
    ];
    for login in logins {
        calls
            .succeed("submitLogin", client.submit_login(&login))
            .await;
    }
    parts(calls, &client).await;
    calls
        .succeed("putBytes", client.put_bytes([0, 159, 146, 150]))
        .await;
    calls.succeed("putText", client.put_text("a\r\né")).await;
    calls.succeed("getPicture", client.get_picture(64)).await;
    let invalid = Client::new(calls.config(Some("code=400")));
    calls.fail("putText", 400, invalid.put_text("a")).await;
}

async fn parts(calls: &mut Calls, client: &submissions::client::Client) {
    use submissions::requests::{SubmitOptionalPartsForm, SubmitPartsForm};
    for (tags, more) in [(vec![], 0), (vec!["a"], 1), (vec!["a", "b,c"], 2)] {
        let form = SubmitPartsForm {
            name: "a".to_owned(),
            count: Some(more),
            flag: Some(true),
            colour: Some(submissions::models::Colour::Red),
            tags: tags.into_iter().map(str::to_owned).collect(),
            about: Some(json(r#"{"x":1,"y":2}"#)),
            file: FilePart::named("a.txt", "content").of_type("text/plain"),
            more: (0..more).map(|_| FilePart::new("\0\r\n--")).collect(),
        };
        calls
            .succeed("submitParts", client.submit_parts(form))
            .await;
    }
    let form = SubmitOptionalPartsForm {
        note: Some("note".to_owned()),
        count: Some(10),
    };
    calls
        .succeed(
            "submitOptionalParts",
            client.submit_optional_parts(Some(form)),
        )
        .await;
    calls
        .succeed("submitOptionalParts", client.submit_optional_parts(None))
        .await;
}

pub async fn representations(calls: &mut Calls) {
    use representations::client::Client;
    use representations::requests::{GetReportParams, StartJobBody};
    let client = Client::new(calls.config(None));
    let params = GetReportParams::default();
    for media_type in ["application/json", "text/csv", "text/plain"] {
        let call = client.get_report(20, &params).accept(media_type);
        calls.succeed("getReport", call).await;
    }
    let params = GetReportParams {
        r#as: Some(representations::models::GetReportAs::Csv),
    };
    calls
        .succeed("getReport", client.get_report(0, &params))
        .await;
    let job = || json(r#"{"name":"a","size":5}"#);
    let accepted = Client::new(calls.config(Some("code=202")));
    let conflict = Client::new(calls.config(Some("code=409")));
    for body in [
        StartJobBody::Json(job()),
        StartJobBody::VndOasmithJobJson(json(r#"{"job":{"name":"é","size":0}}"#)),
        StartJobBody::Text("abc".to_owned()),
    ] {
        let name = match body {
            StartJobBody::VndOasmithJobJson(_) => "startJob (vendor)",
            _ => "startJob",
        };
        calls.succeed(name, client.start_job(&body)).await;
        calls.succeed(name, accepted.start_job(&body)).await;
        if name == "startJob" {
            calls.fail(name, 409, conflict.start_job(&body)).await;
        }
    }
    statuses(calls, &client).await;
    for number in [None, Some(0), Some(9_007_199_254_740_991)] {
        calls.succeed("putNumber", client.put_number(&number)).await;
    }
}

async fn statuses(calls: &mut Calls, client: &representations::client::Client) {
    use representations::client::Client;
    use representations::models::GetStatusStatus as Status;
    calls
        .succeed("getStatus", client.get_status(&Status::N200))
        .await;
    for (status, preferred) in [
        (204, "code=204"),
        (403, "code=403"),
        (418, "code=418"),
        (503, "code=503"),
    ] {
        let client = Client::new(calls.config(Some(preferred)));
        match status {
            204 => {
                calls
                    .succeed("getStatus", client.get_status(&Status::N204))
                    .await
            }
            _ => {
                calls
                    .fail("getStatus", status, client.get_status(&Status::N404))
                    .await
            }
        }
    }
}

pub async fn guarded(calls: &mut Calls) {
    use guarded::client::Client;
    let nobody = Client::new(calls.config(None));
    let bearer = nobody.clone().with_bearer("token");
    let basic = nobody.clone().with_basic("somebody", "pässwörd");
    let key = nobody.clone().with_header_key("key");
    for body in [
        r#"{"country":"de","code":"10115"}"#,
        r#"{"country":"nl","code":"1011 AB"}"#,
        r#"{"country":"other","code":""}"#,
    ] {
        calls
            .succeed("postBearer", bearer.post_bearer(&json(body)))
            .await;
    }
    calls.succeed("getBasic", basic.get_basic()).await;
    calls.succeed("getHeaderKey", key.get_header_key()).await;
    calls
        .succeed(
            "getQueryKey",
            nobody.clone().with_query_key("a b&").get_query_key(),
        )
        .await;
    calls
        .succeed(
            "getCookieKey",
            nobody.clone().with_cookie_key("key").get_cookie_key(),
        )
        .await;
    calls.succeed("getEither", bearer.get_either()).await;
    calls.succeed("getEither", key.get_either()).await;
    calls
        .succeed("getBoth", basic.with_header_key("key").get_both())
        .await;
    calls.succeed("getAnybody", nobody.get_anybody()).await;
    calls.succeed("getAnybody", bearer.get_anybody()).await;
    calls.fail("getBasic", 401, nobody.get_basic()).await;
    keywords(calls, &nobody).await;
}

async fn keywords(calls: &mut Calls, client: &guarded::client::Client) {
    for body in [
        r#"{}"#,
        r#"{"card":"1234567812345678","holder":"H"}"#,
        r#"{"gift":true,"message":"For you","amount":0.5}"#,
    ] {
        calls
            .succeed("echoDependent", client.echo_dependent(&json(body)))
            .await;
    }
    for body in [
        r#"{"name":"a","size":1}"#,
        r#"{"name":"a","weight":0.5,"id":"x"}"#,
        r#"{"name":"a","weight":0.5,"size":2,"id":3}"#,
    ] {
        calls
            .succeed("echoUnevaluated", client.echo_unevaluated(&json(body)))
            .await;
    }
    for body in [r#"["point",1,2]"#, r#"["point",1.5,-2,"a","b"]"#] {
        calls
            .succeed("echoTuple", client.echo_tuple(&json(body)))
            .await;
    }
    for body in [r#"{}"#, r#"{"n_a":1,"b":[0],"c_":[0,0,5]}"#] {
        calls.succeed("echoMap", client.echo_map(&json(body))).await;
    }
}
