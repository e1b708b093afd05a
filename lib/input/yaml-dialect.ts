/** How a reader of YAML takes what YAML itself leaves open. */
export interface YamlDialect {
  /** The plain words that are booleans. */
  readonly booleans: "yes-and-no" | "true-and-false";
  /** Which value a key has if it stands in a mapping and in what `<<` merges into it. */
  readonly merging: "own-key-wins" | "last-wins" | "last-wins-inside-too";
  /** A key that stands twice in one mapping. */
  readonly twice: "refused" | "last-wins";
  /** Whether a plain date becomes a timestamp. */
  readonly dates: "text" | "timestamp";
  /** Keys as they are written, or as the value that they look like (010 is 8). */
  readonly keys: "as-written" | "as-value";
  /** What follows the first document. */
  readonly documents: "one" | "first";
}

/**
 * Loki's config file: gopkg.in/yaml.v2, strict, into structures, so what is merged into a section is merged inside of it
 * too, in the order of the lines (pkg/util/cfg/files.go, 3.7.8; yaml.v2 2.4.0, decode.go mappingStruct and merge).
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
 * Loki's runtime overrides: go.yaml.in/yaml/v3 into plain maps, then written and read once more (dskit,
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

/** Files of lokiproof's own: YAML 1.2, and merge keys. */
export const ownYaml: YamlDialect = {
  booleans: "true-and-false",
  merging: "own-key-wins",
  twice: "refused",
  dates: "text",
  keys: "as-written",
  documents: "one",
};
