//! The data layer. In: a schema whose rows have tenants, and a stage of rows. Out: what the emitted functions are given as
//! another tenant, as JSON for a program that is made from their declarations.

use std::fs;

use driftless_model::{Entity, EntityId, Tenancy, Visibility};
use driftless_shape::{Body, Member, Origin, Presence, Role, Shape, Shapes};
use driftless_tests::postgres;
use serde_json::{Map, Value as Json, json};

use super::stage::Stage;
use crate::scene::{Cells, Row, Way, cell::Cell, draw::HIDDEN};
use crate::workspace::{Case, compiled};

impl Stage<'_> {
    /// Everything that the program needs.
    fn told(&mut self, shapes: &Shapes) -> Json {
        let tenants = [0, 1].map(|tenant| json!(self.scene.tenant(tenant)));
        let mut entities = Map::new();
        for (id, entity) in self.scene.schema.entities() {
            if !matches!(entity.tenancy, Tenancy::Global { .. }) {
                entities.insert(entity.name.snake(), self.of_entity(shapes, id, entity));
            }
        }
        json!({ "tenants": tenants, "entities": entities })
    }

    fn of_entity(&mut self, shapes: &Shapes, id: EntityId, entity: &Entity) -> Json {
        let theirs = self
            .scene
            .of(id, Some(0))
            .next_back()
            .expect("a row of the first")
            .clone();
        let own: Vec<Row> = self.scene.of(id, Some(1)).cloned().collect();
        let shape = |role| shapes.find(Origin::Entity(id), role).map(|(_, shape)| shape);
        let create = shape(Role::Create);
        let again = create.map(|shape| self.sent(shape, &theirs.cells));
        let fresh = create.filter(|_| entity.tenancy != Tenancy::Root).map(|shape| {
            let row = self.fresh(id);
            self.attempt(shape, &row, &row)
        });
        let (mut across, mut moves) = (Vec::new(), Vec::new());
        for way in self.scene.ways(id) {
            if self.scene.is_open(way) {
                continue;
            }
            across.extend(create.and_then(|shape| {
                let row = self.fresh_along(id, way);
                Some(self.attempt(shape, &row, &row)).filter(|_| is_sent(entity, shape, way))
            }));
            let patch = shape(Role::Patch).filter(|shape| has(shape, way));
            let row = own.iter().find(|row| self.scene.goes(row, way));
            moves.extend(patch.zip(row).map(|(shape, row)| {
                let changed = self.scene.across(row, way);
                let members: Vec<&Member> = shape
                    .body
                    .members()
                    .into_iter()
                    .filter(|member| member.field == way.field)
                    .collect();
                json!({ "row": self.parsed(&row.cells, entity), "sent": self.object(entity, &members, &changed.cells) })
            }));
        }
        json!({
            "theirs": self.parsed(&theirs.cells, entity), "own": own.len(), "again": again, "fresh": fresh,
            "across": across, "moves": moves, "broken": self.broken(create, entity, &own), "garbled": garbled(create, again.as_ref()),
            "marked": self.marked(entity, &theirs),
        })
    }

    /// A row of the second tenant that the databases would take, and do not have.
    fn fresh(&mut self, id: EntityId) -> Row {
        for _ in 0..400 {
            let row = self.scene.draw(id, Some(1), true).expect("everything has rows");
            if self.would_take(&row) {
                return row;
            }
        }
        panic!("no row of {} keeps its checks", self.scene.schema.entity(id).name)
    }

    /// The same, but it refers to a row of the first tenant in one way.
    fn fresh_along(&mut self, id: EntityId, way: Way) -> Row {
        for _ in 0..400 {
            let row = self.fresh(id);
            if self.scene.goes(&row, way) {
                return self.scene.across(&row, way);
            }
        }
        panic!("no row of {} refers this way", self.scene.schema.entity(id).name)
    }

    fn attempt(&self, shape: &Shape, row: &Row, sent: &Row) -> Json {
        let entity = self.scene.schema.entity(row.entity);
        json!({ "row": self.parsed(&row.cells, entity), "sent": self.sent(shape, &sent.cells) })
    }

    /// Rows that break a limit of a text: what the database says of them has all their values.
    fn broken(&self, create: Option<&Shape>, entity: &Entity, own: &[Row]) -> Vec<Json> {
        let Some((shape, row)) = create.zip(own.last()) else {
            return Vec::new();
        };
        let whole = self.sent(shape, &row.cells);
        let texts = shape.body.members().into_iter().filter(|member| {
            let column = entity.field(member.field).value();
            let limits = column
                .filter(|column| column.ty.array.is_none())
                .map(|column| &column.ty.limits);
            limits.is_some_and(|limits| limits.length.is_some_and(|length| length.max.is_some()))
                && whole[&member.json].is_string()
        });
        let broken = texts.map(|member| {
            let mut sent = whole.clone();
            let word = if member.redacted { HIDDEN } else { "too long" };
            sent[&member.json] = json!(word.repeat(2000));
            json!({ "row": self.parsed(&row.cells, entity), "sent": sent })
        });
        broken.collect()
    }

    /// The hidden values of a row by which the search is known to find something.
    fn marked(&self, entity: &Entity, row: &Row) -> Vec<String> {
        let hidden = entity
            .fields
            .iter()
            .filter(|field| field.visibility == Visibility::Internal);
        let columns = hidden.filter_map(|field| field.value());
        let is_marked = |name: &str| {
            row.cells
                .get(name)
                .is_some_and(|cell| format!("{cell:?}").contains(HIDDEN))
        };
        columns
            .filter(|column| is_marked(&column.name))
            .map(|column| column.words.snake())
            .collect()
    }

    /// The values of a row by the names that functions call them, as texts that their types are parsed from.
    fn parsed(&self, cells: &Cells, entity: &Entity) -> Json {
        let mut texts = Map::new();
        for field in &entity.fields {
            for column in field.columns() {
                if let Some(cell) = cells.get(&column.name).filter(|cell| **cell != Cell::Null) {
                    texts.insert(column.words.snake(), json!(cell.parsed()));
                    let arm = field
                        .arc()
                        .and_then(|arc| arc.targets.iter().find(|arm| arm.column.name == column.name));
                    if let Some(arm) = arm {
                        texts.insert(field.name.snake(), json!(format!("{}:{}", arm.kind, cell.parsed())));
                    }
                }
            }
        }
        Json::Object(texts)
    }

    /// What a client sends to make a row.
    fn sent(&self, shape: &Shape, cells: &Cells) -> Json {
        let Origin::Entity(id) = shape.origin else {
            panic!("{} is made of an entity", shape.name)
        };
        let entity = self.scene.schema.entity(id);
        let members = match &shape.body {
            Body::Struct(members) => members.iter().collect(),
            Body::Tagged(tagged) => {
                let word = self.value(entity, &tagged.tag, cells);
                let case = tagged.cases.iter().filter(|case| Some(json!(case.value)) == word);
                tagged
                    .leading()
                    .into_iter()
                    .chain(case.flat_map(|case| &case.members))
                    .collect::<Vec<_>>()
            }
        };
        self.object(entity, &members, cells)
    }

    fn object(&self, entity: &Entity, members: &[&Member], cells: &Cells) -> Json {
        let mut object = Map::new();
        for member in members {
            match self.value(entity, member, cells) {
                Some(value) => drop(object.insert(member.json.clone(), value)),
                None if member.presence == Presence::Required => drop(object.insert(member.json.clone(), Json::Null)),
                None => {}
            }
        }
        Json::Object(object)
    }

    fn value(&self, entity: &Entity, member: &Member, cells: &Cells) -> Option<Json> {
        let (field, wire) = (entity.field(member.field), self.scene.schema.wire);
        let there = |name: &str| cells.get(name).filter(|cell| **cell != Cell::Null);
        match (member.column, field.arc()) {
            (None, Some(arc)) => {
                let mut arms = arc
                    .targets
                    .iter()
                    .filter_map(|arm| Some((arm, there(&arm.column.name)?)));
                arms.next()
                    .map(|(arm, cell)| json!({ "kind": arm.kind, "id": cell.wire(wire) }))
            }
            (at, _) => there(&field.columns().get(at.unwrap_or(0))?.name).map(|cell| cell.wire(wire)),
        }
    }
}

/// What is no value of its type, and must not be told where it is refused.
fn garbled(create: Option<&Shape>, whole: Option<&Json>) -> Vec<Json> {
    let Some((shape, whole)) = create.zip(whole) else {
        return Vec::new();
    };
    let redacted = shape
        .body
        .members()
        .into_iter()
        .filter(|member| member.redacted && whole.get(&member.json).is_some());
    let garbled = redacted.flat_map(|member| {
        [json!({ "zqhidden": "zqhidden" }), json!([["zqhidden"]])].map(|value| {
            let mut sent = whole.clone();
            sent[&member.json] = value;
            sent
        })
    });
    garbled.collect()
}

/// Whether a shape has a field.
fn has(shape: &Shape, way: Way) -> bool {
    shape.body.members().iter().any(|member| member.field == way.field)
}

/// Whether whoever makes a row says what it refers to: a client, or the caller for the owner of a link.
fn is_sent(entity: &Entity, shape: &Shape, way: Way) -> bool {
    has(shape, way) || entity.ends().is_some_and(|ends| ends.owner_field == way.field)
}

/// Runs the program of a schema on every server.
fn try_all(case: &Case) {
    let text = case.text();
    let schema = compiled(&text);
    let shapes = Shapes::of(&schema);
    for major in postgres::majors() {
        let mut stage = Stage::of(&schema, &text, major);
        stage.fill();
        let told = stage.told(&shapes);
        let counts = ["across", "moves"].map(|what| {
            let lists = told["entities"].as_object().into_iter().flatten();
            lists
                .map(|(_, entity)| entity[what].as_array().map_or(0, Vec::len))
                .sum::<usize>()
        });
        println!(
            "{} on PostgreSQL {major}: {} rows refer across when made, {} when changed",
            case.name(),
            counts[0],
            counts[1]
        );
        let before = (stage.contents(0), stage.contents_of_sqlite(0));
        let rows = stage.file.file().with_extension("json");
        fs::write(&rows, told.to_string()).expect("a file");
        crate::on(
            case,
            "tenants",
            (&stage.database, &stage.role, &stage.file),
            &[("TENANTS_ROWS", &rows.display().to_string())],
        );
        assert_eq!(
            (stage.contents(0), stage.contents_of_sqlite(0)),
            before,
            "nothing of the first tenant changed"
        );
    }
}

#[test]
fn the_data_layer_reaches_no_row_of_another_tenant() {
    crate::with_tenants().into_iter().for_each(try_all);
}
