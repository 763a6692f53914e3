//! Forms of OpenAPI 2.0: case 58.

use oasmith_cases::c58_forms_of_20 as old;
use oasmith_cases::support::body::multipart::{FilePart, Multipart};
use oasmith_cases::support::body::stream::ByteStream;
use oasmith_cases::support::server::Rejection;

use super::http::{config, posted, serve};

struct Old;

impl old::server::Api for Old {
    async fn form(&self, body: old::models::FormBody) -> Result<String, old::server::Error> {
        Ok(format!("{body:?}"))
    }

    async fn files(
        &self,
        body: Multipart<old::requests::FilesForm>,
    ) -> Result<String, old::server::Error> {
        match body.collect().await {
            Ok(form) => {
                let file = form.file.content.collect(10).await.expect("it is short");
                let text = format!("{file:?} {:?} {:?} {:?}", form.name, form.ids, form.tags);
                Ok(text)
            }
            Err(error) => Err(Rejection::from(error).into()),
        }
    }

    async fn any(&self, body: ByteStream) -> Result<i64, old::server::Error> {
        let body = body.collect(10).await.expect("it is short");
        Ok(body.len() as i64)
    }
}

#[tokio::test]
async fn forms_of_the_old_version() {
    let client = old::client::Client::new(config(old::server::router(Old)).await);
    let form = old::models::FormBody {
        name: "n".to_owned(),
        ids: Some(vec![1, 2]),
        tags: Some(vec!["a,b".to_owned()]),
    };
    let text = client.form(&form).await.expect("it is taken");
    assert_eq!(text, format!("{form:?}"));
    let form = old::requests::FilesForm {
        file: FilePart::named("f", "1"),
        name: Some("abc".to_owned()),
        ids: Some(vec![1, 2]),
        tags: vec!["a".to_owned(), "b".to_owned()],
    };
    let text = client.files(form).await.expect("it is taken");
    assert_eq!(text, "[49] Some(\"abc\") Some([1, 2]) [\"a\", \"b\"]");
    assert_eq!(client.any("123").await.expect("it is taken"), 3);
    let base = serve(old::server::router(Old)).await;
    let form = "application/x-www-form-urlencoded";
    for (path, media_type, body, status) in [
        ("/form", form, "name=n&ids=1,2&tags=a&tags=b", 200),
        ("/form", form, "name=n&ids=1%2C2", 200),
        ("/form", form, "name=n&ids=x", 400),
        ("/form", form, "ids=1", 400),
        ("/form", "multipart/form-data; boundary=x", "", 415),
        ("/files", form, "name=n", 415),
    ] {
        let (found, text) = posted("POST", &base, path, media_type, body.into()).await;
        assert_eq!(found, status, "{path} {body}: {text}");
    }
}
