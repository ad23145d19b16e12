// Judges cases by the package's validators, and by the OpenAPI description with Ajv.
// node judge.mjs PACKAGE DESCRIPTION CASES: prints for each case [issues or null, whether the component accepts].
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";
const [folder, description, file] = process.argv.slice(2);
const require = createRequire(new URL("./use.js", pathToFileURL(folder + "/")));
const schemas = await import(pathToFileURL(folder + "/dist/validate.js"));
const { schema: again } = await import(pathToFileURL(folder + "/dist/support/schema.js"));
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const accepts = description === "-" ? () => undefined : judge(read(description));
function judge(document) {
  const { default: Ajv } = require("ajv/dist/2020");
  const { fullFormats } = require("ajv-formats/dist/formats");
  // What a pattern beside it says as well is left to the pattern: every checker has its own idea of these formats.
  const formats = Object.fromEntries(["uuid", "date", "date-time", "ipv4", "ipv6"].map((name) => [name, fullFormats[name]]));
  for (const name of ["email", "uri", "decimal", "int16", "int32", "int64", "double", "float", "time-local", "date-time-local", "duration", "password", "byte"]) formats[name] = true;
  const ajv = new Ajv({ strict: false, formats });
  ajv.addSchema(document, "d");
  const found = new Map();
  return (component, value) => {
    if (!found.has(component)) found.set(component, ajv.getSchema("d#/components/schemas/" + component));
    return found.get(component)(value);
  };
}
const verdicts = read(file).map(([shape, component, strict, text]) => {
  let value;
  try { value = JSON.parse(text); } catch { return [[{ pointer: "", code: "type", message: "no JSON" }], false]; }
  const result = again(schemas[shape], strict)["~standard"].validate(value);
  const issues = result.issues?.map(({ pointer, code, message }) => [pointer, code, message]) ?? null;
  return [issues, accepts(component, value)];
});
process.stdout.write(JSON.stringify(verdicts));
