// Judges values by the emitted validators. node judge.mjs PACKAGE: one question a line in, one answer a line out.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
const folder = pathToFileURL(process.argv[2] + "/");
const schemas = await import(new URL("dist/validate.js", folder));
const { schema: again } = await import(new URL("dist/support/schema.js", folder));
const { canonicalJson } = await import(new URL("dist/support/digest.js", folder));
function judge({ shape, strict, text }) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return { issues: [["", "type", "no JSON"]] };
  }
  const { issues } = again(schemas[shape], strict)["~standard"].validate(value);
  if (issues) return { issues: issues.map(({ pointer, code, message }) => [pointer, code, message]) };
  return { issues: [], canonical: canonicalJson(value) };
}
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  process.stdout.write(JSON.stringify(judge(JSON.parse(line))) + "\n");
}
