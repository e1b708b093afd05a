/** How the name of every suite file ends. */
export const suiteEnding = ".suite.ts";
