/** Files that `judge` can regenerate from the rest of a run's folder. */
export const reportFiles = ["result.json", "junit.xml", "summary.md", "metrics.prom", "index.html"] as const;
export type ReportFile = (typeof reportFiles)[number];

/** The output of the suites, for authors of suites. */
export const suitesLog = "suites.log";
