/** The one of k6's globals that @types/k6 leaves to the DOM's types. */
declare const console: { log(text: string): void };
