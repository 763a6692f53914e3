//! Responses in the media type, with the status and with the headers that a request asks for.

use oasmith_cases::c96_representations::bodies::ReportOrCsvOrTextBody;
use oasmith_cases::c96_representations::headers::*;
use oasmith_cases::c96_representations::models::*;
use oasmith_cases::c96_representations::requests::{GetReportParams, StartJobBody};
use oasmith_cases::c96_representations::responses::*;
use oasmith_cases::c96_representations::server::{Accept, Api, Error};
use oasmith_cases::support::sequential::Items;

pub struct Server;

/// How large a job may be at most that is done at once, and later.
const AT_ONCE: u8 = 1;
const LATER: u8 = 3;

fn message(message: impl Into<String>) -> Message {
    Message {
        message: message.into(),
    }
}

impl Api for Server {
    async fn get_report(
        &self,
        rows: u8,
        params: GetReportParams,
        accept: Accept,
    ) -> Result<(ReportOrCsvOrTextBody, ETagXColumnsXEmptyXMadeXShapeHeaders), Error<GetReportError>>
    {
        let report: Vec<_> = (0..rows)
            .map(|row| (i64::from(row), format!("row {row}")))
            .collect();
        let csv = || {
            report
                .iter()
                .map(|(number, text)| format!("{number},{text}\r\n"))
                .collect()
        };
        let text = || format!("{rows} rows");
        let offered = match &params.r#as {
            Some(GetReportAs::Csv) => "text/csv",
            Some(GetReportAs::Text) => "text/plain",
            Some(_) => "application/json",
            None => accept
                .best(&["application/json", "text/csv", "text/plain"])
                .unwrap_or("application/json"),
        };
        let body = match offered {
            "text/csv" => ReportOrCsvOrTextBody::Csv(csv()),
            "text/plain" => ReportOrCsvOrTextBody::Text(text()),
            _ => ReportOrCsvOrTextBody::Json(Report {
                rows: report.clone(),
            }),
        };
        let headers = ETagXColumnsXEmptyXMadeXShapeHeaders {
            e_tag: format!("\"{rows}\""),
            x_columns: vec!["number".to_owned(), "text".to_owned()],
            x_shape: Some(Shape {
                rows: rows.into(),
                columns: 2,
            }),
            x_made: chrono::DateTime::from_timestamp(0, 0).map(Into::into),
            x_empty: Some(rows == 0),
        };
        Ok((body, headers))
    }

    async fn start_job(&self, body: StartJobBody) -> Result<StartJobSuccess, Error<StartJobError>> {
        let Job { name, size } = match body {
            StartJobBody::Json(job) => job,
            StartJobBody::VndOasmithJobJson(job) => job.job,
            StartJobBody::Text(name) => Job { name, size: 0 },
        };
        if size <= AT_ONCE {
            let took = Some(f64::from(size) / 2.0);
            return Ok(StartJobSuccess::Ok(Done { name, took }));
        }
        let size = i64::from(size);
        if size <= LATER.into() {
            let headers = RetryAfterHeaders { retry_after: size };
            return Ok(StartJobSuccess::Accepted(Ok(headers)));
        }
        let conflict = Conflict { name, size };
        let headers = XSizeHeaders { x_size: size };
        Err(StartJobError::Conflict(conflict, Ok(headers)).into())
    }

    async fn get_status(
        &self,
        status: GetStatusStatus,
    ) -> Result<GetStatusSuccess, Error<GetStatusError>> {
        let error = match status {
            GetStatusStatus::N200 => return Ok(GetStatusSuccess::Ok(GetStatusOk::Ok)),
            GetStatusStatus::N204 => return Ok(GetStatusSuccess::NoContent),
            GetStatusStatus::N403 => {
                let code = GetStatusForbiddenCode::N403;
                GetStatusError::Forbidden(GetStatusForbidden { code })
            }
            GetStatusStatus::N404 => GetStatusError::ClientError(404, message("not found")),
            GetStatusStatus::N418 => GetStatusError::ClientError(418, message("a teapot")),
            GetStatusStatus::N503 | GetStatusStatus::Unknown(_) => {
                GetStatusError::Default(503, "not now".to_owned())
            }
        };
        Err(error.into())
    }

    async fn get_lines(&self, count: u8) -> Result<Items<Message>, Error<GetLinesError>> {
        let lines: Vec<_> = (0..count)
            .map(|line| message(format!("line {line}")))
            .collect();
        Ok(lines.into())
    }

    async fn put_number(&self, body: Option<i64>) -> Result<Option<i64>, Error<PutNumberError>> {
        Ok(body)
    }
}
