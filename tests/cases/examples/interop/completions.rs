//! A chat model that repeats its prompt word by word, and a store of files in memory.

use std::sync::{Mutex, MutexGuard, PoisonError};

use oasmith_cases::c99_completions::bodies::CompletionOrEventStreamBody;
use oasmith_cases::c99_completions::models::*;
use oasmith_cases::c99_completions::requests::{CreateFileForm, ListFilesParams};
use oasmith_cases::c99_completions::responses::*;
use oasmith_cases::c99_completions::server::{
    Accept, Api, Authenticate, Call, Credentials, Denied, Error,
};
use oasmith_cases::support::body::multipart::Multipart;
use oasmith_cases::support::body::stream::ByteStream;
use oasmith_cases::support::codec::{Patch, Wire, to_value};
use oasmith_cases::support::sequential::Event;
use oasmith_cases::support::server::Rejection;

pub struct Service {
    token: String,
    files: Mutex<Vec<(File, Vec<u8>)>>,
}

const MODEL: &str = "echo";
const CREATED: i64 = 1_700_000_000;

impl Service {
    pub fn new(token: String) -> Self {
        Self {
            token,
            files: Mutex::default(),
        }
    }

    fn files(&self) -> MutexGuard<'_, Vec<(File, Vec<u8>)>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn file(&self, id: &str) -> Result<(File, Vec<u8>), ErrorBody404> {
        let files = self.files();
        let file = files.iter().find(|(file, _)| file.id == id).cloned();
        file.ok_or_else(|| missing(format!("there is no file {id}")))
    }
}

fn missing(message: String) -> ErrorBody404 {
    let r#type = "invalid_request_error".to_owned();
    let error = ErrorBodyError {
        message,
        r#type,
        code: Patch::Value("not_found".to_owned()),
    };
    ErrorBody404::NotFound(ErrorBody { error })
}

/// What the user said last.
fn said(messages: Vec<Message>) -> String {
    let mut texts = messages.into_iter().filter_map(|message| match message {
        Message::UserMessage(message) => Some(match message.content {
            UserMessageContent::String(text) => text,
            UserMessageContent::List(parts) => parts.into_iter().map(|part| part.text).collect(),
        }),
        Message::SystemMessage(_) | Message::Unknown(_) => None,
    });
    texts.next_back().unwrap_or_default()
}

fn completion(content: String) -> Completion {
    Completion {
        id: "completion-1".to_owned(),
        object: CompletionObject::ChatCompletion,
        created: CREATED,
        model: MODEL.to_owned(),
        choices: vec![CompletionChoicesItem {
            index: 0,
            finish_reason: CompletionChoicesItemFinishReason::Stop,
            message: CompletionChoicesItemMessage {
                role: CompletionChoicesItemMessageRole::Assistant,
                content: Some(content),
            },
        }],
    }
}

/// A part of a completion; the last one has no text.
fn chunk(content: Option<String>) -> CompletionChunk {
    let stop = CompletionChunkChoicesItemFinishReason::Stop;
    CompletionChunk {
        id: "completion-1".to_owned(),
        object: CompletionChunkObject::ChatCompletionChunk,
        created: CREATED,
        model: MODEL.to_owned(),
        choices: vec![CompletionChunkChoicesItem {
            index: 0,
            finish_reason: content.is_none().then_some(stop),
            delta: CompletionChunkChoicesItemDelta {
                role: Some(CompletionChunkChoicesItemDeltaRole::Assistant),
                content,
            },
        }],
    }
}

impl Authenticate for Service {
    type Caller = ();

    async fn authenticate(&self, credentials: Credentials, _: &Call) -> Result<(), Denied> {
        match credentials {
            Credentials::Token(token) if token.token() == self.token => Ok(()),
            _ => Err(Denied::unauthenticated("this is not the token")),
        }
    }
}

impl Api for Service {
    async fn create_completion(
        &self,
        (): (),
        body: CompletionRequest,
        _: Accept,
    ) -> Result<CompletionOrEventStreamBody, Error<CreateCompletionError>> {
        if body.model != MODEL {
            return Err(missing(format!("there is no model {}", body.model)).into());
        }
        let text = said(body.messages);
        // The property decides, and not `Accept`: clients of such services ask for JSON in any case.
        if body.stream != Some(true) {
            return Ok(CompletionOrEventStreamBody::Json(completion(text)));
        }
        let words = text.split_inclusive(' ').map(|word| Some(word.to_owned()));
        let chunks: Vec<_> = words
            .chain([None])
            .map(|word| Event::new(chunk(word)))
            .collect();
        Ok(CompletionOrEventStreamBody::EventStream(chunks.into()))
    }

    async fn list_files(&self, (): (), params: ListFilesParams) -> Result<FileList, Error> {
        let limit = params.limit.unwrap_or(100).into();
        let files = self.files();
        let after = params
            .after
            .and_then(|id| files.iter().position(|(file, _)| file.id == id));
        let is_listed = |file: &&File| params.purpose.as_ref().is_none_or(|it| *it == file.purpose);
        let rest = files
            .iter()
            .skip(after.map_or(0, |index| index + 1))
            .map(|(file, _)| file);
        let mut data: Vec<_> = rest.filter(is_listed).cloned().collect();
        let has_more = data.len() > limit;
        data.truncate(limit);
        Ok(FileList {
            object: FileListObject::List,
            data,
            has_more,
        })
    }

    async fn create_file(&self, (): (), body: Multipart<CreateFileForm>) -> Result<File, Error> {
        let form = body.collect().await?;
        let filename = form.file.filename.unwrap_or_default();
        let content = form.file.content.collect(1 << 20).await;
        let content =
            content.map_err(|error| Rejection::new(413, "too_large", error.to_string()))?;
        let mut files = self.files();
        let file = File {
            id: format!("file-{}", files.len() + 1),
            object: FileObject::File,
            bytes: content.len() as i64,
            created_at: CREATED,
            filename,
            purpose: text(&form.purpose),
            status: FileStatus::Processed,
        };
        files.push((file.clone(), content));
        Ok(file)
    }

    async fn get_file(&self, (): (), file_id: String) -> Result<File, Error<GetFileError>> {
        Ok(self.file(&file_id)?.0)
    }

    async fn download_file(
        &self,
        (): (),
        file_id: String,
    ) -> Result<ByteStream, Error<DownloadFileError>> {
        Ok(self.file(&file_id)?.1.into())
    }
}

/// A value of an enumeration as it is on the wire.
fn text<T: Wire>(value: &T) -> String {
    let value = to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
