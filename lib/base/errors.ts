/** The process exit codes of lokiproof. Their numbers are defined only here. */
export const exitCodes = { pass: 0, fail: 1, unknown: 2, usage: 3, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface HarnessErrorOptions {
  /** A stable error code for programs, in upper case, such as "TOOL_MISSING". */
  readonly code: string;
  /** The user's next step after this error: a command to type, or a thing to do. */
  readonly hint?: string;
  /** The exit code of lokiproof if nothing catches the error; default: 2 (unknown). */
  readonly exitCode?: ExitCode;
  readonly cause?: unknown;
}

/**
 * An error written for the user. The message says what is wrong, where, what was expected and what was found; `hint`
 * gives the next command. Any other error that reaches the top level is a bug in lokiproof and is shown with its stack
 * trace.
 */
export class HarnessError extends Error {
  override readonly name = "HarnessError";
  readonly code: string;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;

  constructor(message: string, options: HarnessErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? exitCodes.unknown;
  }
}

/**
 * Returns the error for a bad scenario, flag or file, which is reported before anything is started. The exit code is 3.
 */
export function usageError(message: string, options: Omit<HarnessErrorOptions, "exitCode">): HarnessError {
  return new HarnessError(message, { ...options, exitCode: exitCodes.usage });
}

/** Returns the error and its chain of causes as one line for a log or a record, without stack traces. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error instanceof AggregateError ? joinErrors(error) : error.message || error.name;
  return error.cause === undefined ? own : `${own}: ${describeError(error.cause)}`;
}

function joinErrors(error: AggregateError): string {
  return [...new Set(error.errors.map(describeError))].join("; ") || error.message;
}
