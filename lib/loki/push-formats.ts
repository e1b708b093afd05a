/** The encodings in which pushes are tested. */
export const pushFormats = ["json", "json-gzip", "protobuf", "otlp-json", "otlp-protobuf"] as const;
export type PushFormat = (typeof pushFormats)[number];
