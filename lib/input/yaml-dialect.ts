/** The choices of a program that reads YAML, where the YAML specification leaves a choice. */
export interface YamlDialect {
  /** The plain words that are booleans: yes, no, on and off as well, or only true and false. */
  readonly booleans: "yes-and-no" | "true-and-false";
  /** The value of a key that is in a mapping and also in a mapping that `<<` merges in. */
  readonly merging: "own-key-wins" | "last-wins" | "last-wins-inside-too";
  /** The treatment of a key that occurs twice in one mapping. */
  readonly twice: "refused" | "last-wins";
  /** Whether a plain date becomes a timestamp. */
  readonly dates: "text" | "timestamp";
  /** Whether keys are kept as written or converted to the value that they look like (010 becomes 8). */
  readonly keys: "as-written" | "as-value";
  /** Whether only one document is allowed, or the first of several is read. */
  readonly documents: "one" | "first";
}

/**
 * Loki's config file: gopkg.in/yaml.v2, strict, into structs. Therefore `<<` also merges inside nested sections, in the
 * order of the lines (pkg/util/cfg/files.go, 3.7.8; yaml.v2 2.4.0, decode.go mappingStruct and merge).
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
 * Loki's runtime overrides: go.yaml.in/yaml/v3 into plain maps, which are then written and read once more (dskit,
 * runtimeconfig/manager.go loadConfig, of Loki 3.7.8).
 */
export const runtimeOverridesYaml: YamlDialect = {
  booleans: "true-and-false",
  merging: "own-key-wins",
  twice: "refused",
  dates: "timestamp",
  keys: "as-value",
  documents: "first",
};

/** Helm's values: sigs.k8s.io/yaml, which is yaml.v2 into plain maps (helm v3, pkg/chartutil/values.go). */
export const chartValuesYaml: YamlDialect = {
  booleans: "yes-and-no",
  merging: "last-wins",
  twice: "last-wins",
  dates: "text",
  keys: "as-value",
  documents: "first",
};

/** lokiproof's own files: YAML 1.2 with merge keys. */
export const ownYaml: YamlDialect = {
  booleans: "true-and-false",
  merging: "own-key-wins",
  twice: "refused",
  dates: "text",
  keys: "as-written",
  documents: "one",
};
