/** The rules by which a certain program reads YAML, in cases that YAML parsers treat differently. */
export interface YamlDialect {
  /** The unquoted words that a YAML parser reads as booleans: only true and false, or also yes, no, on and off. */
  readonly booleans: "yes-and-no" | "true-and-false";
  /** Which value wins if a mapping has a key, and `<<` merges in a mapping that has the same key. */
  readonly merging: "own-key-wins" | "last-wins" | "last-wins-inside-too";
  /** The treatment of a key that occurs twice in one YAML mapping. */
  readonly twice: "refused" | "last-wins";
  /** Whether an unquoted date in YAML becomes a timestamp. */
  readonly dates: "text" | "timestamp";
  /** Whether YAML keys are kept as written or converted to the value that they look like (010 becomes 8). */
  readonly keys: "as-written" | "as-value";
  /** Whether a YAML file must have only one document, or the first of several documents is read. */
  readonly documents: "one" | "first";
}

/**
 * The YAML rules of Loki's config file: gopkg.in/yaml.v2, strict, into structs. Decoding into structs merges `<<`
 * inside nested sections too, in the order of the lines (pkg/util/cfg/files.go, 3.7.8; yaml.v2 2.4.0, decode.go
 * mappingStruct and merge).
 */
export const lokiConfigYaml: YamlDialect = {
  booleans: "yes-and-no",
  merging: "last-wins-inside-too",
  twice: "refused",
  dates: "text",
  keys: "as-written",
  documents: "first",
};

/**
 * The YAML rules of Loki's runtime overrides: go.yaml.in/yaml/v3 into plain maps, which Loki then writes and reads once
 * more (dskit, runtimeconfig/manager.go loadConfig, of Loki 3.7.8).
 */
export const runtimeOverridesYaml: YamlDialect = {
  booleans: "true-and-false",
  merging: "own-key-wins",
  twice: "refused",
  dates: "timestamp",
  keys: "as-value",
  documents: "first",
};

/**
 * The YAML rules of Helm's values: sigs.k8s.io/yaml, which is yaml.v2 into plain maps (helm v3,
 * pkg/chartutil/values.go).
 */
export const chartValuesYaml: YamlDialect = {
  booleans: "yes-and-no",
  merging: "last-wins",
  twice: "last-wins",
  dates: "text",
  keys: "as-value",
  documents: "first",
};

/** The YAML rules of lokiproof's own files: YAML 1.2 with merge keys. */
export const ownYaml: YamlDialect = {
  booleans: "true-and-false",
  merging: "own-key-wins",
  twice: "refused",
  dates: "text",
  keys: "as-written",
  documents: "one",
};
