import { join } from "node:path";

/** Where run folders are made unless said: the project's own reports/. */
export const defaultReportsDir: string = join(import.meta.dirname, "..", "..", "reports");
