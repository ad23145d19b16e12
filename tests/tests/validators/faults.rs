//! Proof that the judges would notice: single mistakes are planted in the emitted package, and each makes some verdict differ.

use driftless_output::OutputSet;

use crate::judges;
use crate::outputs::EDGES;
use crate::package::Package;
use crate::verdicts::Judged;

/// What is planted: a name, the file, what stands there, and what stands there instead.
const FAULTS: [(&str, &str, &str, &str); 20] = [
    (
        "null is refused where it may be",
        "validate.js",
        "note: is.required(is.nullable(is.text({ min: 1 }))",
        "note: is.required((is.text({ min: 1 }))",
    ),
    (
        "a required key may be left out",
        "validate.js",
        "title: is.required(",
        "title: is.optional(",
    ),
    (
        "a length is off by one",
        "validate.js",
        "is.text({ max: 5 })",
        "is.text({ max: 6 })",
    ),
    (
        "lengths count UTF-16",
        "support/scalars.js",
        "value.length - (value.match(ASTRAL())?.length ?? 0)",
        "value.length",
    ),
    (
        "a range is wider",
        "validate.js",
        "is.integer(16, -2, 9)",
        "is.integer(16, -2, 10)",
    ),
    ("16 bits are 17", "support/scalars.js", "2 ** (bits - 1)", "2 ** bits"),
    (
        "64 bits are 65",
        "support/numbers.js",
        "BigInt.asIntN(64, number) === number ?",
        "BigInt.asIntN(65, number) === number ?",
    ),
    (
        "a scale is wider",
        "validate.js",
        "is.decimal(10, 2,",
        "is.decimal(10, 3,",
    ),
    (
        "a pattern is gone",
        "validate.js",
        "pattern: \"^[A-Z].*[^ ]$\", form: \"^[A-Z][^\\\\n]*[^ ]$\"",
        "max: 12",
    ),
    (
        "a point matches everything but four characters",
        "validate.js",
        ", form: \"^[A-Z][^\\\\n]*[^ ]$\"",
        "",
    ),
    (
        "requests accept unknown keys",
        "support/objects.js",
        "if (!walk.strict)",
        "if (true)",
    ),
    (
        "responses refuse unknown words",
        "support/scalars.js",
        "walk.strict && !list",
        "!list",
    ),
    ("base64 leaves bits over", "support/bytes.js", "[0, 3, 15]", "[0, 3, 7]"),
    (
        "February has 30 days",
        "support/times.js",
        "return isReal ?",
        "return true ?",
    ),
    (
        "a zone counts backwards",
        "support/times.js",
        "found[8] === \"-\" ? offset : -offset",
        "found[8] === \"-\" ? -offset : offset",
    ),
    (
        "a rule has another name",
        "validate.js",
        "\"things_title\"",
        "\"thing_title\"",
    ),
    (
        "an error is at another place",
        "support/schema.js",
        ".replaceAll(\"/\", \"~1\")",
        "",
    ),
    (
        "a condition is turned around",
        "validate.js",
        "is.le(value0, value1)",
        "is.le(value1, value0)",
    ),
    (
        "unknown is false",
        "support/logic.js",
        "terms.includes(null) ? null : true",
        "true",
    ),
    (
        "an arc takes any kind",
        "support/objects.js",
        "Object.hasOwn(kinds, kind) ? kinds[kind] : undefined",
        "Object.values(kinds)[0]",
    ),
];

#[test]
fn every_planted_fault_is_found() {
    let judged = Judged::of(EDGES);
    assert_eq!(judged.disagreements(&judged.node), Vec::<String>::new());
    let files = judged.world.typescript();
    let missed: Vec<&str> = FAULTS
        .iter()
        .filter(|fault| !is_found(&judged, &files, fault))
        .map(|fault| fault.0)
        .collect();
    assert!(missed.is_empty(), "nobody noticed: {missed:#?}");
}

fn is_found(judged: &Judged, files: &OutputSet, (name, file, before, after): &(&str, &str, &str, &str)) -> bool {
    let mut planted = std::cell::Cell::new(false);
    let package = Package::with(files, |path, text| {
        if !path.ends_with(&format!("dist/{file}")) || !text.contains(before) {
            return text.to_owned();
        }
        planted.set(true);
        text.replace(before, after)
    });
    assert!(*planted.get_mut(), "there is no place for the fault: {name}");
    let mut node = judges::in_node(&package, None, &judged.cases);
    // The description is as it was.
    for (now, before) in node.iter_mut().zip(&judged.node) {
        now.described = before.described;
    }
    let found = judged.disagreements(&node);
    println!("{name}: {} verdicts differ", found.len());
    !found.is_empty()
}

/// The compiler finds what no instance would have to: a validator that is not the interface's.
#[test]
fn a_validator_that_is_not_its_interface_does_not_compile() {
    let world = crate::outputs::World::of(EDGES);
    let files = world.typescript();
    let faults = [
        (
            "is.required(is.nullable(is.text({ min: 1 })), \"things_note\")",
            "is.required(is.text({ min: 1 }), \"things_note\")",
        ),
        ("title: is.required(", "title: is.optional("),
        (
            "title: is.required(is.text({ max: 5 }), \"things_title\")",
            "titel: is.required(is.text({ max: 5 }), \"things_title\")",
        ),
        (
            "is.required(is.integer(16, -2, 9), \"things_low\")",
            "is.required(is.text(), \"things_low\")",
        ),
        (
            "colour: is.required(is.words($things.COLOUR)",
            "colour: is.required(is.text()",
        ),
        ("is.uuid<$things.ThingId>()", "is.uuid()"),
        ("is.list(Part, undefined, 3)", "is.list(Shape, undefined, 3)"),
        ("    heat: is.required(", "    heats: is.required("),
    ];
    for (before, after) in faults {
        let package = Package::with(&files, |path, text| match path.ends_with("src/validate.ts") {
            true => text.replacen(before, after, 1),
            false => text.to_owned(),
        });
        let source = std::fs::read_to_string(package.root().join("src/validate.ts")).expect("the source");
        assert!(source.contains(after), "there is no place for the fault: {after}");
        let said = driftless_tests::node::tsc7(&package.root(), &["-p", "."]);
        assert!(!said.succeeded(), "this compiles: {after}");
    }
}
