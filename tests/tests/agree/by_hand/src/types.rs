//! What clients send and get. The attributes say what their libraries can say.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct Author {
    pub id: Uuid,
    #[schema(min_length = 1, max_length = 8)]
    pub name: String,
    #[schema(pattern = "^[A-Z]{2}[0-9]*$", max_length = 6)]
    pub code: String,
    // `bigint` otherwise, which `JSON.parse` never gives.
    #[ts(type = "number")]
    #[schema(minimum = 0)]
    pub followers: i64,
    pub born: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Genre {
    Novel,
    Travel,
}

impl Genre {
    pub fn word(self) -> &'static str {
        match self {
            Self::Novel => "novel",
            Self::Travel => "travel",
        }
    }

    pub fn of(word: String) -> Self {
        if word == "travel" { Self::Travel } else { Self::Novel }
    }
}

#[derive(Debug, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct Book {
    pub id: Uuid,
    pub author_id: Uuid,
    #[schema(min_length = 1, max_length = 8)]
    pub title: String,
    pub note: Option<String>,
    #[ts(type = "string")]
    #[schema(value_type = String, pattern = "^[0-9]{1,8}(\\.[0-9]{1,2})?$")]
    pub price: Decimal,
    pub rating: Option<f64>,
    pub genre: Genre,
    #[schema(max_items = 3)]
    pub tags: Vec<String>,
    #[serde(default, with = "crate::base64_text")]
    #[ts(as = "Option<String>")]
    #[schema(value_type = Option<String>, format = Byte, pattern = "^[A-Za-z0-9+/]*={0,2}$")]
    pub cover: Option<Vec<u8>>,
    pub published: DateTime<Utc>,
    #[ts(optional, type = "unknown")]
    pub extra: Option<serde_json::Value>,
}

#[derive(Debug, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct Loan {
    pub id: Uuid,
    pub book_id: Uuid,
    #[schema(minimum = 1, maximum = 90)]
    pub days: i16,
    pub from: NaiveTime,
    pub renewed: bool,
}

/// A shape of the columns of a row; behind the bar, members that are read otherwise.
macro_rules! read {
    ($row:ident, $shape:ident { $($member:ident),* $(| $($other:ident: $value:expr),*)? }) => {
        $shape { $($member: $row.try_get(stringify!($member))?,)* $($($other: $value),*)? }
    };
}
pub(crate) use read;
