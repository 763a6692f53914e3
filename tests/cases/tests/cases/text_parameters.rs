//! Texts and bytes whose media types differ in their parameters only: case 67.

use oasmith_cases::c67_parameters_of_texts as texts;
use oasmith_cases::support::body::stream::ByteStream;
use texts::bodies::TextFlowedOrTextFixedOrTextBody as Text;
use texts::requests::{AddTextBody, PutPictureBody};
use texts::responses::{AddTextError, PutPictureError};

use super::http::{config, posted, serve};

/// Answers a text in what the caller prefers, with what it came as; bytes of one depth only.
struct Echo;

impl texts::server::Api for Echo {
    async fn add_text(
        &self,
        body: AddTextBody,
        accept: texts::server::Accept,
    ) -> Result<Text, texts::server::Error<AddTextError>> {
        let text = format!("{body:?}");
        let offered = [
            "text/plain;format=flowed",
            "text/plain;format=fixed",
            "text/plain",
        ];
        Ok(match accept.best(&offered) {
            Some("text/plain;format=flowed") => Text::TextFlowed(text),
            Some("text/plain;format=fixed") => Text::TextFixed(text),
            _ => Text::Text(text),
        })
    }

    async fn put_picture(
        &self,
        body: PutPictureBody,
    ) -> Result<(), texts::server::Error<PutPictureError>> {
        match body {
            PutPictureBody::RawN16(_) => Ok(()),
            PutPictureBody::RawN8(_) => Err(PutPictureError::Default(422).into()),
        }
    }
}

#[tokio::test]
async fn a_content_type_selects_the_variant_of_a_text() {
    let base = serve(texts::server::router(Echo)).await;
    for (media_type, expected) in [
        ("text/markdown; variant=gfm", r#"MarkdownGfm("t")"#),
        (
            "text/markdown; charset=utf-8; Variant=\"GFM\"",
            r#"MarkdownGfm("t")"#,
        ),
        (
            "text/markdown;variant=\"a;variant=b\"",
            r#"MarkdownAVariantB("t")"#,
        ),
        // The first one stands for those that are not declared.
        ("text/markdown", r#"MarkdownGfm("t")"#),
    ] {
        let (status, body) = posted("POST", &base, "/texts", media_type, b"t".to_vec()).await;
        assert_eq!((status, &*body), (200, expected), "{media_type}");
    }
    for (media_type, expected) in [
        ("image/x-raw; depth=16", 204),
        ("image/x-raw; depth=8", 422),
        ("image/x-raw", 422),
    ] {
        let (status, body) = posted("PUT", &base, "/pictures", media_type, vec![1]).await;
        assert_eq!(status, expected, "{media_type}: {body}");
    }
}

#[tokio::test]
async fn each_variant_is_sent_and_asked_for() {
    let client = texts::client::Client::new(config(texts::server::router(Echo)).await);
    for (body, accept, expected) in [
        (
            AddTextBody::MarkdownGfm("a".to_owned()),
            "text/plain;format=fixed",
            Text::TextFixed(r#"MarkdownGfm("a")"#.to_owned()),
        ),
        (
            AddTextBody::MarkdownAVariantB("b".to_owned()),
            "text/plain;format=flowed",
            Text::TextFlowed(r#"MarkdownAVariantB("b")"#.to_owned()),
        ),
    ] {
        let answer = client.add_text(&body).accept(accept).await;
        assert_eq!(answer.expect("it is as described"), expected);
    }
    let picture = PutPictureBody::RawN16(ByteStream::from(vec![1]));
    client.put_picture(picture).await.expect("it is taken");
}
