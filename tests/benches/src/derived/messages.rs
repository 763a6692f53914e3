//! `descriptions/messages.yaml`.

use serde::{Deserialize, Serialize};
#[cfg(feature = "compare")]
use validator::Validate as _;

#[cfg(feature = "compare")]
use super::variants;

#[cfg(feature = "compare")]
static SNOWFLAKE: std::sync::LazyLock<regex::Regex> =
    std::sync::LazyLock::new(|| regex::Regex::new("^(0|[1-9][0-9]*)$").expect("it is a pattern"));

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Message {
    #[cfg_attr(feature = "compare", garde(range(min = 0)), validate(range(min = 0)))]
    #[serde(rename = "type")]
    pub kind: i32,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 4000)),
        validate(length(max = 4000))
    )]
    pub content: String,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub mentions: Vec<User>,
    #[cfg_attr(
        feature = "compare",
        garde(length(max = 10), dive),
        validate(length(max = 10), nested)
    )]
    pub embeds: Vec<Embed>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 20)),
        validate(length(min = 20))
    )]
    pub timestamp: String,
    pub edited_timestamp: Option<String>,
    pub flags: i32,
    #[cfg_attr(
        feature = "compare",
        garde(length(max = 40), dive),
        validate(length(max = 40), nested)
    )]
    pub components: Vec<Component>,
    #[cfg_attr(feature = "compare", garde(pattern("^(0|[1-9][0-9]*)$")), validate(regex(path = *SNOWFLAKE)))]
    pub id: String,
    #[cfg_attr(feature = "compare", garde(pattern("^(0|[1-9][0-9]*)$")), validate(regex(path = *SNOWFLAKE)))]
    pub channel_id: String,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub author: User,
    pub pinned: bool,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub nonce: Option<Nonce>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub interaction: Option<Interaction>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct User {
    #[cfg_attr(feature = "compare", garde(pattern("^(0|[1-9][0-9]*)$")), validate(regex(path = *SNOWFLAKE)))]
    pub id: String,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1, max = 32)),
        validate(length(min = 1, max = 32))
    )]
    pub username: String,
    pub global_name: Option<String>,
    pub avatar: Option<String>,
    pub bot: Option<bool>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Embed {
    #[serde(rename = "type")]
    pub kind: String,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 256)),
        validate(length(max = 256))
    )]
    pub title: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 4096)),
        validate(length(max = 4096))
    )]
    pub description: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 2048)),
        validate(length(max = 2048))
    )]
    pub url: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(range(min = 0, max = 16777215)),
        validate(range(min = 0, max = 16777215))
    )]
    pub color: Option<i32>,
    #[cfg_attr(
        feature = "compare",
        garde(length(max = 25), dive),
        validate(length(max = 25), nested)
    )]
    pub fields: Option<Vec<EmbedField>>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct EmbedField {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 256)),
        validate(length(max = 256))
    )]
    pub name: String,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 1024)),
        validate(length(max = 1024))
    )]
    pub value: String,
    pub inline: Option<bool>,
}

/// A constant, which serde has no attribute for.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Is<const NUMBER: i32>(i32);

impl<'de, const NUMBER: i32> Deserialize<'de> for Is<NUMBER> {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let number = i32::deserialize(input)?;
        if number == NUMBER {
            return Ok(Self(number));
        }
        Err(serde::de::Error::custom("another constant"))
    }
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate))]
#[serde(untagged)]
pub enum Nonce {
    Number(#[cfg_attr(feature = "compare", garde(skip))] i64),
    Text(#[cfg_attr(feature = "compare", garde(length(chars, max = 25)))] String),
}

#[cfg(feature = "compare")]
impl validator::Validate for Nonce {
    fn validate(&self) -> Result<(), validator::ValidationErrors> {
        Ok(())
    }
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate))]
#[serde(untagged)]
pub enum Component {
    Row(#[cfg_attr(feature = "compare", garde(dive))] Row),
    Container(#[cfg_attr(feature = "compare", garde(dive))] Container),
    Section(#[cfg_attr(feature = "compare", garde(dive))] Section),
    Text(#[cfg_attr(feature = "compare", garde(dive))] Text),
    Separator(#[cfg_attr(feature = "compare", garde(dive))] Separator),
}
#[cfg(feature = "compare")]
variants!(Component: Row Container Section Text Separator);

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Row {
    #[serde(rename = "type")]
    pub kind: Is<1>,
    pub id: i32,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub components: Vec<RowItem>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate))]
#[serde(untagged)]
pub enum RowItem {
    Button(#[cfg_attr(feature = "compare", garde(dive))] Button),
    Select(#[cfg_attr(feature = "compare", garde(dive))] Select),
}
#[cfg(feature = "compare")]
variants!(RowItem: Button Select);

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Container {
    #[serde(rename = "type")]
    pub kind: Is<17>,
    pub id: i32,
    pub accent_color: Option<i32>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub components: Vec<Component>,
    pub spoiler: Option<bool>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Section {
    #[serde(rename = "type")]
    pub kind: Is<9>,
    pub id: i32,
    #[cfg_attr(
        feature = "compare",
        garde(length(max = 3), dive),
        validate(length(max = 3), nested)
    )]
    pub components: Vec<Text>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub accessory: Button,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Text {
    #[serde(rename = "type")]
    pub kind: Is<10>,
    pub id: i32,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 4000)),
        validate(length(max = 4000))
    )]
    pub content: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Separator {
    #[serde(rename = "type")]
    pub kind: Is<14>,
    pub id: i32,
    pub divider: Option<bool>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Button {
    #[serde(rename = "type")]
    pub kind: Is<2>,
    pub id: i32,
    #[cfg_attr(
        feature = "compare",
        garde(range(min = 1, max = 6)),
        validate(range(min = 1, max = 6))
    )]
    pub style: i32,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 80)),
        validate(length(max = 80))
    )]
    pub label: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 100)),
        validate(length(max = 100))
    )]
    pub custom_id: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 2048)),
        validate(length(max = 2048))
    )]
    pub url: Option<String>,
    pub disabled: Option<bool>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Select {
    #[serde(rename = "type")]
    pub kind: Is<3>,
    pub id: i32,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 100)),
        validate(length(max = 100))
    )]
    pub custom_id: String,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 150)),
        validate(length(max = 150))
    )]
    pub placeholder: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(max = 25), dive),
        validate(length(max = 25), nested)
    )]
    pub options: Vec<Choice>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Choice {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 100)),
        validate(length(max = 100))
    )]
    pub label: String,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 100)),
        validate(length(max = 100))
    )]
    pub value: String,
    pub default: Option<bool>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate))]
#[serde(untagged)]
pub enum Interaction {
    Command(#[cfg_attr(feature = "compare", garde(dive))] CommandInteraction),
    Component(#[cfg_attr(feature = "compare", garde(dive))] ComponentInteraction),
}
#[cfg(feature = "compare")]
variants!(Interaction: Command Component);

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct CommandInteraction {
    #[cfg_attr(feature = "compare", garde(pattern("^(0|[1-9][0-9]*)$")), validate(regex(path = *SNOWFLAKE)))]
    pub id: String,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub user: User,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 32)),
        validate(length(max = 32))
    )]
    pub command: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct ComponentInteraction {
    #[cfg_attr(feature = "compare", garde(pattern("^(0|[1-9][0-9]*)$")), validate(regex(path = *SNOWFLAKE)))]
    pub id: String,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub user: User,
    #[cfg_attr(feature = "compare", garde(pattern("^(0|[1-9][0-9]*)$")), validate(regex(path = *SNOWFLAKE)))]
    pub interacted_message: String,
}
