//! Items in memory.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use oasmith_cases::c93_catalogue::headers::{LocationHeaders, XTotalHeaders};
use oasmith_cases::c93_catalogue::models::*;
use oasmith_cases::c93_catalogue::requests::ListItemsParams;
use oasmith_cases::c93_catalogue::responses::*;
use oasmith_cases::c93_catalogue::server::{Api, BASE_PATH, Error};
use oasmith_cases::support::codec::Patch;
use uuid::Uuid;

/// The items, in the order of their identifiers, which is that of their creation.
#[derive(Default)]
pub struct Store(Mutex<BTreeMap<Uuid, Item>>);

impl Store {
    fn items(&self) -> MutexGuard<'_, BTreeMap<Uuid, Item>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the kinds of items have in common.
struct Common<'a> {
    kind: Kind,
    title: &'a mut String,
    published: &'a mut Patch<chrono::NaiveDate>,
    price: &'a mut Option<f64>,
    labels: &'a mut Option<Labels>,
}

fn common(item: &mut Item) -> Option<Common<'_>> {
    macro_rules! common {
        ($item:ident, $kind:ident) => {
            Some(Common {
                kind: Kind::$kind,
                title: &mut $item.title,
                published: &mut $item.published,
                price: &mut $item.price,
                labels: &mut $item.labels,
            })
        };
    }
    match item {
        Item::Book(book) => common!(book, Book),
        Item::Film(film) => common!(film, Film),
        Item::Box(items) => common!(items, Box),
        // Validation has rejected a request with another kind.
        Item::Unknown(_) => None,
    }
}

/// An item with its identifier.
fn stored(id: Uuid, request: ItemRequest) -> Item {
    match request {
        ItemRequest::Book(book) => Item::Book(Book {
            published: book.published,
            price: book.price,
            labels: book.labels,
            pages: book.pages,
            ..Book::new(id, book.title, book.isbn)
        }),
        ItemRequest::Film(film) => Item::Film(Film {
            published: film.published,
            price: film.price,
            labels: film.labels,
            languages: film.languages,
            ..Film::new(id, film.title, film.seconds)
        }),
        ItemRequest::Box(items) => Item::Box(Box {
            published: items.published,
            price: items.price,
            labels: items.labels,
            ..Box::new(id, items.title, items.items)
        }),
        ItemRequest::Unknown(item) => Item::Unknown(item),
    }
}

fn is_listed(item: &mut Item, params: &ListItemsParams) -> bool {
    let Some(common) = common(item) else {
        return false;
    };
    let is_after = |after| matches!(common.published, Patch::Value(date) if *date > after);
    (params.kind.is_empty() || params.kind.contains(&common.kind))
        && params
            .title
            .as_ref()
            .is_none_or(|title| common.title.contains(title))
        && params.published_after.is_none_or(is_after)
}

fn missing(id: Uuid) -> Error<Problem400Or404> {
    let problem = Problem {
        detail: Some(format!("there is no item {id}")),
        ..Problem::new("not found", 404)
    };
    Problem400Or404::NotFound(problem).into()
}

impl Api for Store {
    async fn list_items(
        &self,
        params: ListItemsParams,
    ) -> Result<(Page, XTotalHeaders), Error<ListItemsError>> {
        let (page, size) = (params.page.unwrap_or(1), params.per_page.unwrap_or(20));
        let mut items: Vec<_> = self.items().values().cloned().collect();
        items.retain_mut(|item| is_listed(item, &params));
        if params.sort.is_some() {
            items.sort_by_cached_key(|item| {
                common(&mut item.clone()).map(|common| common.title.clone())
            });
        }
        if params.sort == Some(ListItemsSort::MinusTitle) {
            items.reverse();
        }
        let headers = XTotalHeaders {
            x_total: items.len() as i64,
        };
        let before = usize::try_from(page - 1).unwrap_or(usize::MAX);
        let before = before.saturating_mul(size.into());
        let mut items = items.split_off(before.min(items.len()));
        let next = match items.len() > size.into() {
            true => Patch::Value(page + 1),
            false => Patch::Null,
        };
        items.truncate(size.into());
        Ok((Page { items, page, next }, headers))
    }

    async fn create_item(
        &self,
        body: ItemRequest,
    ) -> Result<(Item, LocationHeaders), Error<CreateItemError>> {
        let mut items = self.items();
        let last = items.last_key_value().map_or(0, |(id, _)| id.as_u128());
        let id = Uuid::from_u128(last + 1);
        let item = stored(id, body);
        items.insert(id, item.clone());
        let location = format!("{BASE_PATH}/items/{id}");
        Ok((item, LocationHeaders { location }))
    }

    async fn get_item(&self, id: Uuid) -> Result<Item, Error<GetItemError>> {
        self.items().get(&id).cloned().ok_or_else(|| missing(id))
    }

    async fn replace_item(
        &self,
        id: Uuid,
        body: ItemRequest,
    ) -> Result<Item, Error<ReplaceItemError>> {
        let mut items = self.items();
        let item = items.get_mut(&id).ok_or_else(|| missing(id))?;
        *item = stored(id, body);
        Ok(item.clone())
    }

    async fn change_item(&self, id: Uuid, change: Change) -> Result<Item, Error<ChangeItemError>> {
        let mut items = self.items();
        let item = items.get_mut(&id).ok_or_else(|| missing(id))?;
        if let Some(common) = common(item) {
            if let Some(title) = change.title {
                *common.title = title;
            }
            // RFC 7396: null removes, and what is absent stays.
            match change.published {
                Patch::Absent => {}
                Patch::Null => *common.published = Patch::Absent,
                date => *common.published = date,
            }
            *common.price = change.price.or(*common.price);
            if let Some(labels) = change.labels {
                *common.labels = Some(labels);
            }
        }
        Ok(item.clone())
    }

    async fn delete_item(&self, id: Uuid) -> Result<(), Error<DeleteItemError>> {
        let deleted = self.items().remove(&id);
        deleted.map(drop).ok_or_else(|| missing(id))
    }

    async fn echo_contact(&self, body: Contact) -> Result<Contact, Error<EchoContactError>> {
        Ok(body)
    }

    async fn echo_tree(&self, body: Option<Tree>) -> Result<Option<Tree>, Error<EchoTreeError>> {
        Ok(body)
    }
}
