/**
 * The maximum number of successors of a pod in one load, which limits the range of flood stream numbers. This
 * file has no imports, so that k6 can load it.
 */
export const mostSuccessors = 999;
