/** Process exit codes: the one place that gives them their numbers (design, "Probes, suites, verdicts"). */
export const exitCodes = { pass: 0, fail: 1, unknown: 2, usage: 3, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface HarnessErrorOptions {
  /** Stable, upper case, for programs: "TOOL_MISSING". */
  readonly code: string;
  /** The next command to type, or the next thing to do. */
  readonly hint?: string;
  /** What lokiproof exits with when nothing catches it; 2 (unknown) unless said. */
  readonly exitCode?: ExitCode;
  readonly cause?: unknown;
}

/**
 * An error for the person who reads it. The message says what, where, expected and got; `hint` the next command.
 * Anything that is not a HarnessError and reaches the top is a defect of lokiproof and is shown with its stack.
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

/** A bad scenario, flag or file: reported before anything is started; exit 3. */
export function usageError(message: string, options: Omit<HarnessErrorOptions, "exitCode">): HarnessError {
  return new HarnessError(message, { ...options, exitCode: exitCodes.usage });
}

/** One line for a log or a record, with the chain of causes; never a stack. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error instanceof AggregateError ? joinErrors(error) : error.message || error.name;
  return error.cause === undefined ? own : `${own}: ${describeError(error.cause)}`;
}

function joinErrors(error: AggregateError): string {
  return [...new Set(error.errors.map(describeError))].join("; ") || error.message;
}
