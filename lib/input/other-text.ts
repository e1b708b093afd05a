/**
 * Recognises a text that is not YAML (such as a script), or a template that must first be rendered to YAML. Returns
 * undefined if nothing identifies the text.
 */
export function recogniseText(text: string): { readonly is: string; readonly instead: string } | undefined {
  return textKinds.find(({ shows }) => shows.test(text.slice(0, 256 * 1024)));
}

const textKinds = [
  {
    is: "the text of a Helm template, not a rendered file",
    instead: "render it first: helm template RELEASE CHART -f VALUES, or take it from the cluster",
    shows:
      /\{\{-?\s*(?:\.Values|\.Release|\.Chart|\$|include\b|tpl\b|template\b|define\b|if\b|with\b|range\b|end\b|toYaml\b|\/\*)/,
  },
  {
    is: "a config of Grafana Alloy",
    instead: "name the config of Loki itself",
    shows: /^[a-z_]+(?:\.[a-z_]+)+\s+"[^"\n]*"\s*\{/m,
  },
  {
    is: "an HTML page",
    instead: "download the file itself, not the page that shows it",
    shows: /^\s*<(?:!doctype|html)\b/i,
  },
  { is: "a script", instead: "name the file itself", shows: /^#!/ },
] as const;
