import { expect } from "chai";
import { refusalIn } from "./refusal-in.ts";

/** Error output of Loki 3.7.8. */
const parsing = [
  "failed parsing config: /tmp/x/config.yaml: yaml: unmarshal errors:",
  "  line 1: cannot unmarshal !!str `many` into int",
  "  line 2: cannot unmarshal !!seq into float64. Use `-config.expand-env=true` flag if you want to expand environment variables in your config file",
].join("\n");
const validating =
  'level=error ts=2026-11-30T16:54:55Z caller=main.go:92 msg="validating config" err="MULTIPLE CONFIG ERRORS FOUND, PLEASE READ CAREFULLY\\nCONFIG ERROR: schema \\"v12\\""';
const panicked = [
  "panic: runtime error: index out of range [0] with length 0",
  "",
  "goroutine 1 [running]:",
  "github.com/grafana/loki/v3/pkg/loki.validateSchemaRequirements(0x1728fae0a000)",
  "\tgithub.com/grafana/loki/v3@v3.7.8/pkg/loki/validation.go:33 +0x90a",
  "main.main()",
].join("\n");
const starting = [
  'level=info ts=x caller=main.go:146 msg="Starting Loki" version="(version=3.7.8)"',
  'level=error ts=x caller=loki.go:631 msg="module failed" module=runtime-config error="starting module runtime-config: invalid service state: Failed, expected: Running, failure: failed to load runtime config: load file: yaml: unmarshal errors:\\n  line 3: field ingestion_rte_mb not found in type validation.plain"',
  'level=info ts=x caller=modules.go:2677 msg="server stopped"',
  "failed services",
  "github.com/grafana/loki/v3/pkg/loki.(*Loki).Run",
  "\tgithub.com/grafana/loki/v3@v3.7.8/pkg/loki/loki.go:673",
  "runtime.goexit",
  "\truntime/asm_amd64.s:1771",
  'level=error ts=x caller=log.go:223 msg="error running loki" err="failed services\\ngithub.com/grafana/loki/v3/pkg/loki.(*Loki).Run\\n\\tgithub.com/grafana"',
].join("\n");

describe("refusalIn", () => {
  it("returns Loki's own sentence, without time, path, frames and advice", () => {
    expect(refusalIn(parsing, "/tmp/x/config.yaml")).to.equal(
      "yaml: unmarshal errors:\n  line 1: cannot unmarshal !!str `many` into int\n  line 2: cannot unmarshal !!seq into float64.",
    );
    expect(refusalIn(validating)).to.equal(
      'MULTIPLE CONFIG ERRORS FOUND, PLEASE READ CAREFULLY\nCONFIG ERROR: schema "v12"',
    );
    expect(refusalIn(panicked)).to.equal(
      "Loki ends with a panic: runtime error: index out of range [0] with length 0",
    );
    expect(refusalIn(starting)).to.equal(
      "yaml: unmarshal errors:\n  line 3: field ingestion_rte_mb not found in type validation.plain",
    );
  });

  it("is empty where nothing was said, and keeps words of any other form", () => {
    expect(refusalIn('level=info msg="Loki started"')).to.equal("");
    expect(refusalIn("the disk is gone")).to.equal("the disk is gone");
  });
});
