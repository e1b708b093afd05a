import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readChartKeys } from "./chart-key-list.ts";

// Updates the list of chart keys. Run it after adding a chart version, with the oldest chart first: bin/node
// lib/plan/chart/write-chart-keys.ts FOLDER... Then run: make fix
const folders = process.argv.slice(2);
if (folders.length === 0) throw new Error("name the folders of the charts, oldest first");
const list = readChartKeys(folders);
writeFileSync(join(import.meta.dirname, "chart-keys.json"), `${JSON.stringify(list, null, 2)}\n`);
