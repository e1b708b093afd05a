/** The encodings in which a push is tried. */
export const pushFormats = ["json", "json-gzip", "protobuf", "otlp-json", "otlp-protobuf"] as const;
export type PushFormat = (typeof pushFormats)[number];
