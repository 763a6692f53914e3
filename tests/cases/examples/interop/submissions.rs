//! What forms and bodies say.

use oasmith_cases::c95_submissions::headers::XLengthHeaders;
use oasmith_cases::c95_submissions::models::{Form, PartsRead, SubmitOptionalPartsOk};
use oasmith_cases::c95_submissions::requests::*;
use oasmith_cases::c95_submissions::responses::*;
use oasmith_cases::c95_submissions::server::{Api, Error};
use oasmith_cases::support::body::multipart::{FilePart, Multipart};
use oasmith_cases::support::body::stream::ByteStream;
use oasmith_cases::support::server::Rejection;

pub struct Echo;

/// How many bytes the content of a file may have, and a body that is echoed.
const LIMIT: usize = 1 << 20;

async fn length<E>(file: FilePart) -> Result<i64, Error<E>> {
    Ok(bytes(file.content).await?.len() as i64)
}

async fn bytes<E>(stream: ByteStream) -> Result<Vec<u8>, Error<E>> {
    let bytes = stream.collect(LIMIT).await;
    bytes.map_err(|error| Rejection::new(413, "too_large", error.to_string()).into())
}

impl Api for Echo {
    async fn submit_form(&self, body: Form) -> Result<Form, Error<SubmitFormError>> {
        Ok(body)
    }

    async fn submit_login(&self, _: SubmitLoginBody) -> Result<(), Error<SubmitLoginError>> {
        Ok(())
    }

    async fn submit_parts(
        &self,
        body: Multipart<SubmitPartsForm>,
    ) -> Result<PartsRead, Error<SubmitPartsError>> {
        let form = body.collect().await?;
        let mut more = Vec::new();
        for file in form.more {
            more.push(length(file).await?);
        }
        Ok(PartsRead {
            name: form.name,
            count: form.count,
            flag: form.flag,
            colour: form.colour,
            tags: form.tags,
            about: form.about,
            file: length(form.file).await?,
            more,
        })
    }

    async fn submit_optional_parts(
        &self,
        body: Option<Multipart<SubmitOptionalPartsForm>>,
    ) -> Result<SubmitOptionalPartsOk, Error<SubmitOptionalPartsError>> {
        let Some(body) = body else {
            return Ok(SubmitOptionalPartsOk { fields: 0 });
        };
        let form = body.collect().await?;
        let fields = u8::from(form.note.is_some()) + u8::from(form.count.is_some());
        Ok(SubmitOptionalPartsOk { fields })
    }

    async fn put_bytes(
        &self,
        body: ByteStream,
    ) -> Result<(ByteStream, XLengthHeaders), Error<PutBytesError>> {
        let bytes = bytes(body).await?;
        let headers = XLengthHeaders {
            x_length: bytes.len() as i64,
        };
        Ok((bytes.into(), headers))
    }

    async fn put_text(&self, body: String) -> Result<String, Error<PutTextError>> {
        Ok(body)
    }

    async fn get_picture(&self, width: u8) -> Result<ByteStream, Error<GetPictureError>> {
        let mut picture = format!("P5 {width} 1 255\n").into_bytes();
        picture.extend((0..width).map(|column| column * 3));
        Ok(picture.into())
    }
}
