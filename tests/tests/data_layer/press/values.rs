//! Values of every type: what is read is what was written, on both databases alike.

use crate::databases::tests;
use press::*;
use serde_json::{Value, json};

/// Values that are easy to get wrong, each with every column that has it.
fn cases() -> Vec<Value> {
    vec![
        json!({}),
        json!({ "label": "", "labels": [], "data": "", "datas": [], "sizes": [], "colours": [], "prices": [] }),
        json!({ "label": "a 'quote' \"twice\" \\ \n\t𝄞 $1 ?1 %s", "code": "𝄞𝄞𝄞𝄞", "kept": " both ends ",
            "labels": ["", "NULL", "{}", "a,b", "\"", "𝄞", "\\"] }),
        json!({ "small": -32768, "smalls": [-32768, 0, 32767], "plain": -2147483648, "plains": [2147483647, -2147483648],
            "big": "-9223372036854775808", "bigs": ["9223372036854775807", "-9223372036854775808", "0"] }),
        json!({ "small": 32767, "plain": 2147483647, "big": "9223372036854775807" }),
        json!({ "price": "99999999999999.9999", "prices": ["-99999999999999.9999", "0.0001", "0", "12.5"],
            "exact": "123456789012345678.0123456789" }),
        json!({ "price": "-0.0001", "exact": "-0.0000000001" }),
        json!({ "ratio": 1.7976931348623157e308, "ratios": [5e-324, 0.1, -2.2250738585072014e-308, 1e21, 3.0] }),
        json!({ "ratio": 0.30000000000000004, "flag": true, "flags": [true, false] }),
        json!({ "flag": false, "other": "00000000-0000-0000-0000-000000000000",
            "others": ["ffffffff-ffff-ffff-ffff-ffffffffffff"], "written": "0190f3b2-0000-7000-8000-00000000000a" }),
        json!({ "moment": "0001-01-01T00:00:00Z", "moments": ["9999-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"],
            "local": "9999-12-31T23:59:59.999999", "locals": ["0001-01-01T00:00:00", "2024-02-29T12:00:00.5"] }),
        json!({ "moment": "2024-02-29T23:59:59.100Z", "local": "0001-01-01T00:00:00.000001",
            "day": "9999-12-31", "days": ["0001-01-01", "2024-02-29"] }),
        json!({ "day": "0001-01-01", "clock": "23:59:59.999999", "clocks": ["00:00:00", "00:00:00.000001", "12:30:00.5"] }),
        json!({ "clock": "00:00:00", "span": "PT9223372036854.775807S", "spans": ["-PT9223372036854.775808S", "PT0S"] }),
        json!({ "span": "-PT0.000001S", "free": { "a": [1, null, { "b": "𝄞" }], "c": 1.5, "d": "" } }),
        json!({ "free": false }),
        json!({ "free": "a text" }),
        json!({ "free": [] }),
        json!({ "size": { "wide": -1, "deep": "9007199254740993", "cost": "-9999.99", "when": "2024-01-01T00:00:00.123456Z" },
            "sizes": [{ "wide": 1, "deep": null, "cost": "0", "when": null }, { "wide": 2 }] }),
        json!({ "data": "AP8=", "datas": ["", "AA==", "/w=="], "embedding": [0.1, -3.4028235e38, 1e-45] }),
        json!({ "digest": "00ff".repeat(16), "digests": ["00".repeat(32), "ff".repeat(32)] }),
        json!({ "host": "255.255.255.255", "hosts": ["::1", "2001:db8::ff00:42:8329", "0.0.0.0"] }),
        json!({ "host": "::ffff:1.2.3.4", "colour": "dark green", "colours": ["red", "dark green", "red"] }),
        json!({ "mood": "sad", "moods": ["glad", "sad"], "mail": "a+b@example.com", "site": "https://example.com/?a=%20",
            "version": "1.0.0-rc.1+build.5" }),
    ]
}

/// The row that must come back.
fn expected(row: &SampleRow, new: &SampleCreate) -> SampleRow {
    macro_rules! row {
        ($($field:ident),*) => {
            SampleRow { id: row.id, house_id: row.house_id, $($field: new.$field.clone()),* }
        };
    }
    row!(label, code, kept, small, plain, big, price, exact, ratio, flag, other, written, moment, local, day, clock, span, free, size, data, embedding, digest, host, colour, mood, mail, site, version, labels, smalls, plains, bigs, prices, ratios, flags, others, moments, locals, days, clocks, spans, sizes, datas, digests, hosts, colours, moods)
}

tests! {
    #[tokio::test]
    async fn what_is_written_is_read() {
        let pool = pool().await;
        let house = HouseId::generate();
        let mut transaction = db::Transaction::begin(&pool).await.unwrap().enter(house).await.unwrap();
        db::house::create(&mut transaction, &HouseCreate { name: "One".to_owned() }).await.unwrap();
        for case in cases() {
            let new: SampleCreate = serde_json::from_value(case.clone()).unwrap_or_else(|error| panic!("{case}: {error}"));
            let made = db::sample::create(&mut transaction, &new).await.unwrap_or_else(|error| panic!("{case}: {error}"));
            assert_eq!(made, expected(&made, &new), "{case}");
            let found = db::sample::get(&mut transaction, made.id).await.unwrap();
            assert_eq!(found.as_ref(), Some(&made), "{case}");
        }
        transaction.commit().await.unwrap();
    }

    #[tokio::test]
    async fn what_is_written_in_one_go_is_read() {
        let pool = pool().await;
        let mut transaction = db::Transaction::begin(&pool).await.unwrap().enter(HouseId::generate()).await.unwrap();
        db::house::create(&mut transaction, &HouseCreate { name: "Three".to_owned() }).await.unwrap();
        let rows: Vec<SampleCreate> = cases().into_iter().map(|case| serde_json::from_value(case).unwrap()).collect();
        let made = db::sample::create_many(&mut transaction, &rows).await.unwrap();
        assert_eq!(made.len(), rows.len());
        for (made, new) in made.iter().zip(&rows) {
            assert_eq!(*made, expected(made, new));
            assert_eq!(db::sample::get(&mut transaction, made.id).await.unwrap().as_ref(), Some(made));
        }
    }

    #[tokio::test]
    async fn what_is_changed_is_read() {
        let pool = pool().await;
        let mut transaction = db::Transaction::begin(&pool).await.unwrap().enter(HouseId::generate()).await.unwrap();
        db::house::create(&mut transaction, &HouseCreate { name: "Four".to_owned() }).await.unwrap();
        let made = db::sample::create(&mut transaction, &serde_json::from_value(json!({})).unwrap()).await.unwrap();
        let mut expected = json!({});
        for case in cases() {
            let patch: SamplePatch = serde_json::from_value(case.clone()).unwrap();
            let changed = db::sample::patch(&mut transaction, made.id, &patch).await.unwrap().unwrap();
            for (key, value) in case.as_object().unwrap() {
                expected[key] = value.clone();
            }
            let whole: SampleCreate = serde_json::from_value(expected.clone()).unwrap();
            assert_eq!(changed, super::expected(&made, &whole), "{case}");
        }
    }

    #[tokio::test]
    async fn what_no_column_can_hold_is_refused() {
        let pool = pool().await;
        let wrong = [
            json!({ "price": "0.00001" }),
            json!({ "prices": ["1"], "exact": "0.00000000001" }),
            json!({ "label": "a\u{0}b" }),
            json!({ "free": { "a": "\u{0}" } }),
        ];
        for case in wrong {
            let mut transaction = db::Transaction::begin(&pool).await.unwrap().enter(HouseId::generate()).await.unwrap();
            db::house::create(&mut transaction, &HouseCreate { name: "Two".to_owned() }).await.unwrap();
            let new: SampleCreate = serde_json::from_value(case.clone()).unwrap();
            assert!(db::sample::create(&mut transaction, &new).await.is_err(), "{case}");
        }
    }
}
