//! Personal data and secrets: held for a reason, and marked as what they are.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{Field, Scalar, Schema, Type, Visibility};

use crate::place::{Holder, places};
use crate::rule::rule;

/// Names of fields that hold something about a person, whatever their type.
const PERSONAL: &[&str] = &[
    "email",
    "email_address",
    "phone",
    "phone_number",
    "mobile_number",
    "first_name",
    "last_name",
    "surname",
    "full_name",
    "birth_date",
    "birthday",
    "date_of_birth",
    "ssn",
    "social_security_number",
    "passport_number",
    "iban",
    "home_address",
    "street_address",
    "ip_address",
];
/// Names of fields that open doors.
const SECRET: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "password_hash",
    "secret",
    "client_secret",
    "secret_key",
    "private_key",
    "api_key",
    "access_token",
    "refresh_token",
];

rule! {
    /// **What it finds.** A field with `pii` but no `purpose`, neither of its own nor from its type.
    ///
    /// **Why.** Personal data may be held for a stated purpose only, and that purpose decides who may see it and when it
    /// has to go. The data dictionary and the API description show it.
    ///
    /// **What to do.** Say why it is held: `purpose = "Reminding readers of overdue books."`.
    PII_WITHOUT_PURPOSE = PiiWithoutPurpose, Warning, check_purpose;

    /// **What it finds.** A field of type `email`, or named like personal data (`phone`, `birth_date`, `full_name`, …),
    /// without `pii`.
    ///
    /// **Why.** Unmarked, it is printed in logs and debug output, missing from the inventory of personal data, and
    /// forgotten when somebody asks to be.
    ///
    /// **What to do.** Mark it: `pii = "email", purpose = "…"`.
    UNMARKED_PII = UnmarkedPii, Warning, check_pii;

    /// **What it finds.** A stored, public field named like a secret: `password`, `api_key`, `private_key`, …
    ///
    /// **Why.** It is part of every response, every log line and every listing of the entity.
    ///
    /// **What to do.** Add `visibility = "secret"` (clients write it once) or `visibility = "internal"` (they never see
    /// it).
    UNMARKED_SECRET = UnmarkedSecret, Warning, check_secret;
}

fn check_purpose(schema: &Schema, found: &mut Diagnostics) {
    for place in places(schema) {
        let Some(pii) = place.field.pii.as_ref().filter(|pii| pii.purpose.is_none()) else {
            continue;
        };
        found.push(
            Diagnostic::warning(
                Code::PiiWithoutPurpose,
                format!("nothing says why `{}` is held", place.name()),
            )
            .label(place.field.span, format!("is personal data: {}", pii.kind))
            .help("add `purpose = \"…\"`: what it is needed for")
            .object(place.name()),
        );
    }
}

fn check_pii(schema: &Schema, found: &mut Diagnostics) {
    let unmarked = places(schema).into_iter().filter(|place| place.field.pii.is_none());
    for place in unmarked.filter(|place| place.holder != Holder::Operation && looks_personal(place.field)) {
        found.push(
            Diagnostic::warning(
                Code::UnmarkedPii,
                format!("`{}` is not marked as personal data", place.name()),
            )
            .label(place.field.span, "will be printed and listed like anything else")
            .help(format!(
                "add `pii = \"{}\"` and `purpose = \"…\"`",
                likely_kind(place.field)
            ))
            .object(place.name()),
        );
    }
}

fn likely_kind(field: &Field) -> &str {
    match field.value().map(|column| column.ty.scalar) {
        Some(Scalar::Email) => "email",
        _ => field.name.as_str(),
    }
}

fn looks_personal(field: &Field) -> bool {
    let Some(ty) = field.value().map(|column| &column.ty) else {
        return false;
    };
    let holds_values = ty.scalar.is_text() || matches!(ty.scalar, Scalar::Date | Scalar::Inet);
    ty.scalar == Scalar::Email || (holds_values && PERSONAL.contains(&field.name.snake().as_str()))
}

fn check_secret(schema: &Schema, found: &mut Diagnostics) {
    let stored = places(schema)
        .into_iter()
        .filter(|place| place.holder == Holder::Entity && !place.field.transient);
    for place in stored.filter(|place| looks_secret(place.field)) {
        found.push(
            Diagnostic::warning(Code::UnmarkedSecret, format!("everybody may read `{}`", place.name()))
                .label(place.field.span, "looks like a secret, but is public")
                .help("add `visibility = \"secret\"`, or `\"internal\"` if no client ever sends it")
                .object(place.name()),
        );
    }
}

fn looks_secret(field: &Field) -> bool {
    let opens_doors = |ty: &Type| ty.scalar.is_text() || matches!(ty.scalar, Scalar::Bytes | Scalar::Sha256);
    let name = field.name.snake();
    let named = SECRET
        .iter()
        .any(|word| name == *word || name.ends_with(&format!("_{word}")));
    named && field.visibility == Visibility::Public && field.value().is_some_and(|column| opens_doors(&column.ty))
}
