//! What the templates are given: finished TypeScript, only to be laid out. Every string is code or a finished comment;
//! no template escapes, names or decides.

use serde::Serialize;

/// One domain's file.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Module {
    /// Comment of the whole file.
    pub(crate) doc: String,
    /// What it takes from other files.
    pub(crate) imports: Vec<Import>,
    /// Literal unions with their arrays.
    pub(crate) enums: Vec<Enum>,
    /// Everything else, in order.
    pub(crate) declarations: Vec<Declarations>,
}

/// What a file takes from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Import {
    /// `{ Book, BookId }` or `* as common`.
    pub(crate) names: String,
    /// The other file without its ending.
    pub(crate) file: String,
}

/// An enum.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Enum {
    /// Comment with the marker in front.
    pub(crate) doc: String,
    /// Marker of the declaration.
    pub(crate) mark: String,
    /// Name of the type.
    pub(crate) name: String,
    /// Name of the array.
    pub(crate) constant: String,
    /// Its values.
    pub(crate) values: Vec<EnumValue>,
}

/// A value of an enum.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct EnumValue {
    /// Comment.
    pub(crate) doc: String,
    /// Marker of the declaration.
    pub(crate) mark: String,
    /// As a string literal.
    pub(crate) literal: String,
}

/// Declarations that belong together: the interfaces of a shape's cases, then their union.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Declarations {
    /// Interfaces.
    pub(crate) interfaces: Vec<Interface>,
    /// Aliases.
    pub(crate) aliases: Vec<Alias>,
}

/// `export interface name { members }`
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Interface {
    /// Comment.
    pub(crate) doc: String,
    /// Marker of the declaration.
    pub(crate) mark: String,
    /// Name.
    pub(crate) name: String,
    /// Members in order.
    pub(crate) members: Vec<Member>,
}

/// A member.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Member {
    /// Comment.
    pub(crate) doc: String,
    /// Marker of the declaration.
    pub(crate) mark: String,
    /// With `readonly` and `?` where they belong.
    pub(crate) key: String,
    /// Type.
    pub(crate) ty: String,
}

/// `export type name = ty;`
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Alias {
    /// Comment.
    pub(crate) doc: String,
    /// Marker of the declaration.
    pub(crate) mark: String,
    /// Name.
    pub(crate) name: String,
    /// With a space or line break in front.
    pub(crate) ty: String,
}

/// The map of operations.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Paths {
    /// What it takes from other files.
    pub(crate) imports: Vec<Import>,
    /// Paths in order.
    pub(crate) paths: Vec<Path>,
    /// Operations in order.
    pub(crate) operations: Vec<Operation>,
}

/// A path and its methods.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Path {
    /// As a property key.
    pub(crate) key: String,
    /// Methods it answers to.
    pub(crate) methods: Vec<Method>,
    /// Methods it does not answer to.
    pub(crate) others: Vec<&'static str>,
}

/// A method of a path.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Method {
    /// Comment.
    pub(crate) doc: String,
    /// Marker of the declaration.
    pub(crate) mark: String,
    /// Lower case.
    pub(crate) method: String,
    /// The operation as a string literal.
    pub(crate) operation: String,
}

/// An operation.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Operation {
    /// Comment.
    pub(crate) doc: String,
    /// Marker of the declaration.
    pub(crate) mark: String,
    /// As a property key.
    pub(crate) key: String,
    /// `query`, `header`, `path` with their members; the empty ones say `never`.
    pub(crate) parameters: Vec<Parameters>,
    /// What is sent.
    pub(crate) request: Vec<Content>,
    /// What comes back.
    pub(crate) responses: Vec<Response>,
}

/// The parameters that travel in one place.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Parameters {
    /// `query?`
    pub(crate) place: String,
    /// The parameters.
    pub(crate) members: Vec<Member>,
}

/// One form of a body.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Content {
    /// Media type as a string literal.
    pub(crate) media: String,
    /// Type.
    pub(crate) ty: String,
}

/// One status.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Response {
    /// Status, or `default` for any other.
    pub(crate) status: String,
    /// Bodies.
    pub(crate) content: Vec<Content>,
}

/// The file of validators.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Validators {
    /// Files whose values it needs.
    pub(crate) values: Vec<Import>,
    /// Files of which it needs types alone.
    pub(crate) types: Vec<Import>,
    /// Those of both that its declarations mention.
    pub(crate) declared: Vec<String>,
    /// Validators in order.
    pub(crate) items: Vec<Validator>,
    /// The type of a page of `T`.
    pub(crate) page: String,
    /// Its key of the cursor, as a string literal.
    pub(crate) next_cursor: String,
}

/// `export const name: Schema<ty> = code;`
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Validator {
    /// Comment.
    pub(crate) doc: String,
    /// Marker of the declaration.
    pub(crate) mark: String,
    /// Name, that of the type.
    pub(crate) name: String,
    /// The type of its values.
    pub(crate) ty: String,
    /// What makes it, with types.
    pub(crate) typed: String,
    /// The same without.
    pub(crate) plain: String,
}

/// The file of digests.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Digests {
    /// Files whose values it needs.
    pub(crate) values: Vec<Import>,
    /// Files of which it needs types alone.
    pub(crate) types: Vec<Import>,
    /// Those of both that its declarations mention.
    pub(crate) declared: Vec<String>,
    /// Whether it refers to validators.
    pub(crate) is_built_on_validators: bool,
    /// Entities in order.
    pub(crate) entities: Vec<DigestsOf>,
}

/// The digests of an entity.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DigestsOf {
    /// Marker of the declaration.
    pub(crate) mark: String,
    /// Name of the entity's type.
    pub(crate) name: String,
    /// Digests in order.
    pub(crate) digests: Vec<Digest>,
}

/// A digest.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Digest {
    /// Comment.
    pub(crate) doc: String,
    /// Marker of the declaration.
    pub(crate) mark: String,
    /// As a property key.
    pub(crate) key: String,
    /// The type of what it covers.
    pub(crate) ty: String,
    /// What makes it, with types.
    pub(crate) typed: String,
    /// The same without.
    pub(crate) plain: String,
}

/// The file of fixtures.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Fixtures {
    /// Files of which it needs types.
    pub(crate) types: Vec<Import>,
    /// Functions in order.
    pub(crate) items: Vec<Fixture>,
}

/// `export function name(parameter: number): ty { code }`
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Fixture {
    /// Comment.
    pub(crate) doc: String,
    /// Marker of the declaration.
    pub(crate) mark: String,
    /// Name.
    pub(crate) name: String,
    /// Name of the number, which begins with `_` where it does not matter.
    pub(crate) parameter: &'static str,
    /// The type of its values.
    pub(crate) ty: String,
    /// What makes one, with types.
    pub(crate) typed: String,
    /// The same without.
    pub(crate) plain: String,
}

impl Module {
    /// Every name that the file declares, sorted.
    pub(crate) fn declared(&self) -> Vec<String> {
        let enums = self.enums.iter().flat_map(|item| [&item.constant, &item.name]);
        let interfaces = self
            .declarations
            .iter()
            .flat_map(|group| group.interfaces.iter().map(|item| &item.name));
        let aliases = self
            .declarations
            .iter()
            .flat_map(|group| group.aliases.iter().map(|item| &item.name));
        let mut names: Vec<String> = enums.chain(interfaces).chain(aliases).cloned().collect();
        names.sort();
        names
    }
}

impl Validators {
    /// Every name that the file declares, sorted.
    pub(crate) fn declared(&self) -> Vec<String> {
        let items = self.items.iter().map(|item| item.name.clone());
        let mut names: Vec<String> = items.chain(["page".to_owned()]).collect();
        names.sort();
        names
    }
}

impl Fixtures {
    /// Every name that the file declares, sorted.
    pub(crate) fn declared(&self) -> Vec<String> {
        let mut names: Vec<String> = self.items.iter().map(|item| item.name.clone()).collect();
        names.sort();
        names
    }
}
