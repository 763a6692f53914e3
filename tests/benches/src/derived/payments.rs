//! `descriptions/payments.yaml`.

use serde::{Deserialize, Serialize};
#[cfg(feature = "compare")]
use validator::Validate as _;

#[cfg(feature = "compare")]
use super::variants;

#[cfg(feature = "compare")]
static REGISTRATION: std::sync::LazyLock<regex::Regex> =
    std::sync::LazyLock::new(|| regex::Regex::new("^[A-Z]{2}[0-9]{6}$").expect("it is a pattern"));

#[cfg(feature = "compare")]
static BIRTHDAY: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| {
    regex::Regex::new("^[0-9]{4}-[0-9]{2}-[0-9]{2}$").expect("it is a pattern")
});

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Payment {
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub amount: Amount,
    pub merchant_account: String,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 80)),
        validate(length(max = 80))
    )]
    pub reference: String,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 8000)),
        validate(length(max = 8000))
    )]
    pub return_url: String,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 300)),
        validate(length(max = 300))
    )]
    pub shopper_email: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 1000)),
        validate(length(max = 1000))
    )]
    pub shopper_ip: Option<String>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub shopper_name: Option<Name>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub billing_address: Option<Address>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub delivery_address: Option<Address>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub line_items: Option<Vec<LineItem>>,
    pub metadata: Option<std::collections::BTreeMap<String, String>>,
    pub capture_delay_hours: Option<i32>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1, max = 16)),
        validate(length(min = 1, max = 16))
    )]
    pub store: Option<String>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub method: Method,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub funds: Option<Vec<Funds>>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Amount {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 3, max = 3)),
        validate(length(min = 3, max = 3))
    )]
    pub currency: String,
    pub value: i64,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct Name {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 80)),
        validate(length(max = 80))
    )]
    pub first_name: String,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 80)),
        validate(length(max = 80))
    )]
    pub last_name: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct Address {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 3000)),
        validate(length(max = 3000))
    )]
    pub street: String,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 3000)),
        validate(length(max = 3000))
    )]
    pub number: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 3000)),
        validate(length(max = 3000))
    )]
    pub city: String,
    pub postal_code: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 2, max = 2)),
        validate(length(min = 2, max = 2))
    )]
    pub country: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct LineItem {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 100)),
        validate(length(max = 100))
    )]
    pub id: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 10000)),
        validate(length(max = 10000))
    )]
    pub description: Option<String>,
    pub amount: Option<i64>,
    #[cfg_attr(feature = "compare", garde(range(min = 1)), validate(range(min = 1)))]
    pub quantity: Option<i64>,
    pub tax: Option<i64>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate))]
#[serde(untagged)]
pub enum Method {
    Transfer(#[cfg_attr(feature = "compare", garde(dive))] Transfer),
    Wallet(#[cfg_attr(feature = "compare", garde(dive))] Wallet),
    Apple(#[cfg_attr(feature = "compare", garde(dive))] Apple),
    Debit(#[cfg_attr(feature = "compare", garde(dive))] Debit),
    Card(#[cfg_attr(feature = "compare", garde(dive))] Card),
    Invoice(#[cfg_attr(feature = "compare", garde(dive))] Invoice),
    Voucher(#[cfg_attr(feature = "compare", garde(dive))] Voucher),
    Stored(#[cfg_attr(feature = "compare", garde(dive))] Stored),
}
#[cfg(feature = "compare")]
variants!(Method: Transfer Wallet Apple Debit Card Invoice Voucher Stored);

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    #[serde(rename = "type")]
    pub kind: Option<TransferType>,
    pub holder_name: Option<String>,
    pub bank_account: Option<String>,
    pub bank_location: Option<String>,
    pub attempt_id: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 50000)),
        validate(length(max = 50000))
    )]
    pub sdk_data: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferType {
    Ach,
    AchPlaid,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct Wallet {
    #[serde(rename = "type")]
    pub kind: WalletType,
    pub order_id: Option<String>,
    pub payer_id: Option<String>,
    pub attempt_id: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 50000)),
        validate(length(max = 50000))
    )]
    pub sdk_data: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WalletType {
    Paypal,
    Alipay,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct Apple {
    #[serde(rename = "type")]
    pub kind: Option<AppleType>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 10000)),
        validate(length(max = 10000))
    )]
    pub token: String,
    pub attempt_id: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 50000)),
        validate(length(max = 50000))
    )]
    pub sdk_data: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AppleType {
    Applepay,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct Debit {
    #[serde(rename = "type")]
    pub kind: Option<DebitType>,
    pub iban: String,
    pub holder_name: String,
    pub attempt_id: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DebitType {
    Sepa,
    SepaAmazon,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct Card {
    #[serde(rename = "type")]
    pub kind: Option<CardType>,
    pub holder_name: Option<String>,
    pub number: Option<String>,
    pub expiry_month: Option<String>,
    pub expiry_year: Option<String>,
    pub cvc: Option<String>,
    pub brand: Option<String>,
    pub attempt_id: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 50000)),
        validate(length(max = 50000))
    )]
    pub sdk_data: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CardType {
    Scheme,
    Gift,
    NetworkToken,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct Invoice {
    #[serde(rename = "type")]
    pub kind: Option<InvoiceType>,
    pub billing_address: Option<String>,
    pub personal_details: Option<String>,
    pub attempt_id: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceType {
    OpenInvoice,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct Voucher {
    #[serde(rename = "type")]
    pub kind: VoucherType,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub attempt_id: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VoucherType {
    SevenEleven,
    Atm,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct Stored {
    #[serde(rename = "type")]
    pub kind: Option<StoredType>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 64)),
        validate(length(max = 64))
    )]
    pub stored_id: Option<String>,
    pub attempt_id: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StoredType {
    Oxxo,
    Dana,
    Gcash,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate))]
#[serde(untagged)]
pub enum Funds {
    Organisation(#[cfg_attr(feature = "compare", garde(dive))] Organisation),
    Person(#[cfg_attr(feature = "compare", garde(dive))] Person),
    Account(#[cfg_attr(feature = "compare", garde(dive))] Account),
}
#[cfg(feature = "compare")]
variants!(Funds: Organisation Person Account);

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 100)),
        validate(length(max = 100))
    )]
    pub name: String,
    #[cfg_attr(feature = "compare", garde(pattern("^[A-Z]{2}[0-9]{6}$")), validate(regex(path = *REGISTRATION)))]
    pub registration: Option<String>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub address: Option<Address>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct Person {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 100)),
        validate(length(max = 100))
    )]
    pub name: String,
    #[cfg_attr(feature = "compare", garde(pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")), validate(regex(path = *BIRTHDAY)))]
    pub birthday: Option<String>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub address: Option<Address>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct Account {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 100)),
        validate(length(max = 100))
    )]
    pub name: String,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 34)),
        validate(length(max = 34))
    )]
    pub number: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, max = 100)),
        validate(length(max = 100))
    )]
    pub bank: Option<String>,
}
