/** What `judge` can make again from the rest of a run's folder. */
export const reportFiles = ["result.json", "junit.xml", "summary.md", "metrics.prom", "index.html"] as const;
export type ReportFile = (typeof reportFiles)[number];

/** What the suites printed, for whoever writes one. */
export const suitesLog = "suites.log";
