/** How many successors a pod may have in one load: their streams are numbered within that. Without imports, for k6. */
export const mostSuccessors = 999;
