//! Defaults of optional parameters: case 90. They are constants, which nobody sends.

use oasmith_cases::c90_parameter_defaults::client::Client;
use oasmith_cases::c90_parameter_defaults::models::{ListPetsLevel, Sort};
use oasmith_cases::c90_parameter_defaults::requests::ListPetsParams;
use oasmith_cases::c90_parameter_defaults::server::{Api, Error, router};

use super::http::config;

struct Pets;

impl Api for Pets {
    async fn list_pets(&self, _: bool, params: ListPetsParams) -> Result<Vec<String>, Error> {
        let limit = params.limit.unwrap_or(ListPetsParams::DEFAULT_LIMIT);
        let sort = params.sort.unwrap_or(ListPetsParams::DEFAULT_SORT);
        let theme = params.theme.as_deref();
        let theme = theme.unwrap_or(ListPetsParams::DEFAULT_THEME);
        Ok(vec![
            limit.to_string(),
            sort.as_str().to_owned(),
            theme.to_owned(),
            format!("{:?}", params.fields),
        ])
    }
}

#[test]
fn a_default_is_a_constant_of_the_type_of_its_parameter() {
    assert_eq!(ListPetsParams::DEFAULT_OFFSET, -1_i64);
    assert_eq!(ListPetsParams::DEFAULT_RATIO, 0.1_f32);
    assert_eq!(ListPetsParams::DEFAULT_SCALE, -2.0_f64);
    const { assert!(!ListPetsParams::DEFAULT_ARCHIVED) };
    assert_eq!(ListPetsParams::DEFAULT_LEVEL, ListPetsLevel::N2);
    assert_eq!(ListPetsParams::DEFAULT_X_LANGUAGE, "en \"GB\"");
    assert_eq!(ListPetsParams::DEFAULT_SHARE, 50_u8);
    assert_eq!(ListPetsParams::DEFAULT_SHARE_QUERY, 7_u8);
    assert_eq!(ListPetsParams::DEFAULT_FILTER, "all");
}

#[tokio::test]
async fn a_server_takes_defaults_for_what_is_absent() {
    let client = Client::new(config(router(Pets)).await);
    let taken = client
        .list_pets(true, &ListPetsParams::default())
        .await
        .expect("it is taken");
    assert_eq!(taken, ["20", "created_at", "dark", "[]"]);
    let params = ListPetsParams {
        limit: Some(3),
        sort: Some(Sort::Name),
        theme: Some("light".to_owned()),
        ..ListPetsParams::default()
    };
    let taken = client.list_pets(true, &params).await.expect("it is taken");
    assert_eq!(taken, ["3", "name", "light", "[]"]);
}
