//! The order of values.

use driftless_model::Value;

/// The order of two values of one type, where it has one.
pub(crate) fn compare(left: &Value, right: &Value) -> Option<std::cmp::Ordering> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => Some(left.cmp(right)),
        (Value::Float(left), Value::Float(right)) => left.partial_cmp(right),
        (Value::Decimal(left), Value::Decimal(right)) => Some(decimal_order(left, right)),
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

/// Decimals have at most 28 digits: scaled to whole numbers they fit 128 bits.
fn decimal_order(left: &str, right: &str) -> std::cmp::Ordering {
    let scaled = |text: &str| {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        format!("{whole}{fraction:0<28}").parse::<i128>().unwrap_or_default()
    };
    let fits = |text: &str| text.split('.').next().is_some_and(|whole| whole.len() <= 10);
    if fits(left) && fits(right) {
        return scaled(left).cmp(&scaled(right));
    }
    let number = |text: &str| text.parse::<f64>().unwrap_or_default();
    number(left).total_cmp(&number(right))
}
