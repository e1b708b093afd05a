/** The only global of k6 that @types/k6 does not declare, because @types/k6 relies on the DOM types. */
declare const console: { log(text: string): void };
