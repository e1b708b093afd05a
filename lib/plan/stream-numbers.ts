/**
 * The maximum number of successors of a pod in one load. The numbers of their streams depend on it. This file
 * has no imports, so that k6 can load it.
 */
export const mostSuccessors = 999;
