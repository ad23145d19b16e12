//! What an output target is: a Schema and its Shapes in, files out.
