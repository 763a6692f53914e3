//! The parameters of each request, as JSON.

use std::collections::BTreeMap;

use oasmith_cases::c94_parameters_echoed::models::{Filter, Numbers, Point, Words};
use oasmith_cases::c94_parameters_echoed::requests::*;
use oasmith_cases::c94_parameters_echoed::responses::*;
use oasmith_cases::c94_parameters_echoed::server::{Api, Error};
use oasmith_cases::support::codec::{Wire, to_value};
use oasmith_cases::support::server::Rejection;
use serde_json::Value;

pub struct Echo;

/// The parameters that are there, by name.
#[derive(Default)]
struct Read(BTreeMap<String, Value>, Option<String>);

impl Read {
    fn with<T: Wire>(mut self, name: &str, value: &T) -> Self {
        match to_value(value) {
            Ok(value) => drop(self.0.insert(name.to_owned(), value)),
            Err(fault) => self.1 = Some(fault.to_string()),
        }
        self
    }

    fn with_some<T: Wire>(self, name: &str, value: &Option<T>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    fn with_numbers(self, name: &str, numbers: Vec<i64>) -> Self {
        self.with_some(name, &(!numbers.is_empty()).then_some(Numbers(numbers)))
    }

    fn json<E>(self) -> Result<BTreeMap<String, Value>, Error<E>> {
        match self.1 {
            None => Ok(self.0),
            Some(fault) => Err(Rejection::new(500, "error", fault).into()),
        }
    }
}

type Json = BTreeMap<String, Value>;

impl Api for Echo {
    async fn simple(
        &self,
        number: f64,
        text: String,
        array: Vec<i64>,
        object: Point,
    ) -> Result<Json, Error<SimpleError>> {
        let read = Read::default().with("number", &number).with("text", &text);
        read.with_numbers("array", array)
            .with("object", &object)
            .json()
    }

    async fn label(
        &self,
        number: i64,
        array: Vec<i64>,
        object: Point,
    ) -> Result<Json, Error<LabelError>> {
        let read = Read::default().with("number", &number);
        read.with_numbers("array", array)
            .with("object", &object)
            .json()
    }

    async fn matrix(
        &self,
        number: i64,
        array: Vec<i64>,
        object: Point,
    ) -> Result<Json, Error<MatrixError>> {
        let read = Read::default().with("number", &number);
        read.with_numbers("array", array)
            .with("object", &object)
            .json()
    }

    async fn form(&self, number: f64, params: FormParams) -> Result<Json, Error<FormError>> {
        let array = (!params.array.is_empty()).then_some(Words(params.array));
        Read::default()
            .with("number", &number)
            .with_some("text", &params.text)
            .with_some("flag", &params.flag)
            .with_some("colour", &params.colour)
            .with_some("array", &array)
            .with_some("object", &params.object)
            .with_some("id", &params.id)
            .with_some("time", &params.time)
            .json()
    }

    async fn exploded(&self, params: ExplodedParams) -> Result<Json, Error<ExplodedError>> {
        Read::default().with_some("object", &params.object).json()
    }

    async fn delimited(&self, params: DelimitedParams) -> Result<Json, Error<DelimitedError>> {
        Read::default()
            .with_numbers("commas", params.commas)
            .with_numbers("spaces", params.spaces)
            .with_numbers("pipes", params.pipes)
            .json()
    }

    async fn deep(&self, point: Point, params: DeepParams) -> Result<Json, Error<DeepError>> {
        let read = Read::default().with("point", &point);
        read.with_some("filter", &params.filter).json()
    }

    async fn json(&self, r#where: Filter, params: JsonParams) -> Result<Json, Error<JsonError>> {
        let read = Read::default().with("where", &r#where);
        read.with_some("numbers", &params.numbers).json()
    }

    async fn header(&self, x_number: u8, params: HeaderParams) -> Result<Json, Error<HeaderError>> {
        Read::default()
            .with("X-Number", &x_number)
            .with_some("X-Text", &params.x_text)
            .with_some("X-Flag", &params.x_flag)
            .with_numbers("X-Array", params.x_array)
            .with_some("X-Object", &params.x_object)
            .with_some("X-Exploded", &params.x_exploded)
            .json()
    }

    async fn cookie(&self, number: i64, params: CookieParams) -> Result<Json, Error<CookieError>> {
        let read = Read::default().with("number", &number);
        read.with_some("text", &params.text)
            .with_numbers("array", params.array)
            .json()
    }
}
