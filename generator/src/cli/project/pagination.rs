//! The table `pagination`: the operations, and how their pages follow each other.

use toml::de::DeValue;

use super::{File, Key, Value};
use oasmith::config::{Pagination, Word};
use oasmith::diagnostic::nearest;

const KEYS: &[&str] = &[
    "kind",
    "parameter",
    "next",
    "id",
    "items",
    "more",
    "total",
    "first",
];

impl File<'_> {
    pub(super) fn pagination(
        &mut self,
        key: &Key<'_>,
        value: &Value<'_>,
    ) -> Vec<(Word, Option<Pagination>)> {
        let mut entries = Vec::new();
        for (word, value) in self.entries(key, value) {
            let pagination = match value.get_ref() {
                DeValue::Boolean(false) => None,
                _ => Some(self.entry(value)),
            };
            entries.push((Word::from(word), pagination));
        }
        entries
    }

    fn entry(&mut self, value: &Value<'_>) -> Pagination {
        let mut pagination = Pagination::default();
        let Some(table) = value.get_ref().as_table() else {
            let message = "expected a table or `false` for an entry of `pagination`";
            self.fault(value.span().start, message);
            return pagination;
        };
        for (key, value) in table {
            let text = match &**key.get_ref() {
                "kind" => {
                    self.word(&mut pagination.kind, key, value);
                    continue;
                }
                "first" => {
                    pagination.first = self.count(key, value);
                    continue;
                }
                "parameter" => &mut pagination.parameter,
                "next" => &mut pagination.next,
                "id" => &mut pagination.id,
                "items" => &mut pagination.items,
                "more" => &mut pagination.more,
                "total" => &mut pagination.total,
                unknown => {
                    let near = nearest(unknown, KEYS.iter().copied())
                        .map(|near| format!("did you mean `{near}`?"))
                        .unwrap_or_else(|| format!("expected one of {}", KEYS.join(", ")));
                    let message = format!("unknown key `{unknown}` in `pagination`, {near}");
                    self.fault(key.span().start, message);
                    continue;
                }
            };
            *text = self.text(key, value).map(str::to_owned);
        }
        if !table.contains_key("kind") {
            self.fault(value.span().start, "missing key `kind` in `pagination`");
        }
        pagination
    }

    fn count(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<u64> {
        let number = value.get_ref().as_integer();
        let number = number.and_then(|it| it.as_str().parse().ok());
        if number.is_none() {
            let message = format!("expected a number from 0 on for `{}`", key.get_ref());
            self.fault(value.span().start, message);
        }
        number
    }
}
