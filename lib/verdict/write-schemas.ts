import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { jsonSchemas } from "./json-schemas.ts";

// Writes the generated JSON Schemas. `make fix` runs this after a schema has changed.
for (const [path, text] of jsonSchemas) writeFileSync(join(import.meta.dirname, "..", path), text);
