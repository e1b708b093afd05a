/** Stand for a push's id and its second in a ready-made text; no JSON has them, as it escapes control characters. */
export const idMark = "\u0001";
export const secondMark = "\u0002";
