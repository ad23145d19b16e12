export * from "./codecs.js";
export * from "./digest.js";
export * from "./logic.js";
export * from "./objects.js";
export * from "./scalars.js";
export * from "./schema.js";
export * from "./times.js";
