/** What is happening, for the person at the terminal. Implementations decide on colour, redrawing and plain lines. */
export interface Progress {
  /** What is happening right now, inside the current step. */
  say(text: string): void;
  /** Something the reader must know that does not end the run. */
  warn(text: string): void;
}

export const silentProgress: Progress = { say: () => undefined, warn: () => undefined };
