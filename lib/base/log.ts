/** Progress messages for the user at the terminal. Implementations decide on colours, redrawing and plain lines. */
export interface Progress {
  /** Shows what the current step is doing right now. */
  say(text: string): void;
  /** Shows a problem that the user must know about but that does not end the run. */
  warn(text: string): void;
}

export const silentProgress: Progress = { say: () => undefined, warn: () => undefined };
