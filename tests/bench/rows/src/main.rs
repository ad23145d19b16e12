//! Throughput of the emitted data layer as a ratio to hand-written sqlx, and pages deep in a long list. In: nothing. Out: two
//! tables. Both sides do the same work in the same run, batch by batch in turn, within transactions of the same tenant on
//! the same connection; the median of the ratios counts. Figures are history, not tests.

mod hand;
mod measure;
mod pages;
mod stage;

/// How many rows the long list has.
const MANY: i64 = 1_000_000;

fn main() {
    let rows = std::env::args().nth(1).and_then(|rows| rows.parse().ok()).unwrap_or(MANY);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let stage = stage::Stage::new();
    runtime.block_on(async {
        let (postgres, sqlite) = stage.pools().await;
        println!("{:<28} {:>10} {:>10} {:>7}", "what", "emitted", "by hand", "ratio");
        hand::postgres::compare(&postgres, || stage.analyse()).await;
        hand::sqlite::compare(&sqlite, || stage.analyse()).await;
        if rows > 0 {
            println!("\n{:<28} {:>10} {:>10} {:>7}", "page of 100 rows", "first", "last", "ratio");
            stage.fill(rows);
            pages::postgres::compare(&postgres, rows).await;
            pages::sqlite::compare(&sqlite, rows).await;
        }
    });
}
