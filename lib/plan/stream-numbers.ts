/**
 * The maximum number of times that a simulated pod is replaced in one load, which limits the range of flood stream
 * numbers. This file has no imports, so that k6 can load it.
 */
export const mostSuccessors = 999;
