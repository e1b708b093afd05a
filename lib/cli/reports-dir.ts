import { join } from "node:path";

/** The default folder for run folders: the project's own reports/. */
export const defaultReportsDir: string = join(import.meta.dirname, "..", "..", "reports");
