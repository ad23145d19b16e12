// Everything that validators are made of.

export * from "./codecs.ts";
export * from "./digest.ts";
export * from "./logic.ts";
export * from "./objects.ts";
export * from "./scalars.ts";
export * from "./schema.ts";
export * from "./times.ts";
