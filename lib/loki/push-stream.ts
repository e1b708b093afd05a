export interface PushEntry {
  /** The timestamp of a log entry: nanoseconds since the epoch, as a decimal string. */
  readonly timestampNs: string;
  readonly line: string;
  readonly structuredMetadata?: Readonly<Record<string, string>>;
}

export interface PushStream {
  readonly labels: Readonly<Record<string, string>>;
  readonly entries: readonly PushEntry[];
}
