/** The ending of every suite file's name. */
export const suiteEnding = ".suite.ts";
