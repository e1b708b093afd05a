# lokiproof: `make help` lists what there is to do.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
NODE := bin/node
MOCHA := $(NODE) node_modules/mocha/bin/mocha.js
# Node 24 once never ended after the last test had passed: it waited for a handle to close (Environment::CleanupHandles).
SLOW_MOCHA := $(MOCHA) --no-config --extension ts --timeout 960000 --exit
STAMP := node_modules/.package-lock.json
N ?= 20
BUSY ?= 0
LIVE_JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help smoke test unit live slow versions e2e-kind e2e-helm e2e-article e2e-kept e2e-killed e2e-broken e2e-attach e2e-install e2e-named e2e-generators e2e-job e2e-eks e2e check lint types dead schema fix soak sample clean

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

smoke: $(STAMP) ## prove a distributed Loki on this machine: installs and builds what it needs first
	@bin/lokiproof doctor --fix
	@bin/lokiproof run smoke

test: $(STAMP) check unit live ## everything: checks, units, properties, and the real local stack with every breakage

unit: $(STAMP) ## the fast tests, under a minute
	$(MOCHA)

live: $(STAMP) ## the tests on the real local stack
	@bin/lokiproof doctor --fix
	$(MOCHA) --config .mocharc.alone.json
	$(MOCHA) --config .mocharc.live.json --jobs $(LIVE_JOBS)

slow: $(STAMP) ## what takes minutes each: breakages on which requests hang, Ctrl-C in every phase
	@bin/lokiproof doctor --fix
	$(SLOW_MOCHA) 'test/**/*.slow.test.ts'

versions: $(STAMP) ## smoke on Loki 3.5.7, 3.6.4 and 3.7.7, built where PATH has no loki-VERSION; in CI they take turns
	@bin/lokiproof doctor --fix
	$(SLOW_MOCHA) test/local/older-lokis.slow.test.ts

e2e-helm: $(STAMP) ## what Helm renders of two chart versions and is refused: needs LAB_CHARTS, or Helm on PATH
	$(SLOW_MOCHA) 'test/helm/**/*.live.test.ts'

e2e-kind: $(STAMP) ## smoke on kind with every suite, within 8 minutes: needs docker; kind and Helm are built where PATH has none
	$(SLOW_MOCHA) test/kind/kind-smoke.e2e.test.ts

e2e-article: $(STAMP) ## the article's Helm values on kind: unedited refused, corrected passed (about 4 minutes)
	$(SLOW_MOCHA) test/kind/article.e2e.test.ts

e2e-killed: $(STAMP) ## kill -9 at ten moments of a run on kind, and sweep (about 15 minutes)
	$(SLOW_MOCHA) test/kind/kind-killed.e2e.test.ts

e2e-broken: $(STAMP) ## sixteen faults in six installs on kind, each red in the right check and no other (about 20 minutes)
	$(SLOW_MOCHA) test/kind/broken-installs.e2e.test.ts

e2e: $(STAMP) ## every test on kind: broken installs, kill -9 at ten moments, and what is of it in clusters (an hour)
	$(MOCHA) --config .mocharc.e2e.json

e2e-kept: $(STAMP) ## a kind stack that was kept: status, verify, run on it again, down (about 5 minutes)
	$(SLOW_MOCHA) test/kind/kept-kind.e2e.test.ts

e2e-attach: $(STAMP) ## attach to a Loki that plain Helm installed on kind: nothing is made there (about 5 minutes)
	$(SLOW_MOCHA) test/kind/attach.e2e.test.ts

e2e-install: $(STAMP) ## smoke by --stack cluster --install on a cluster of others, and kill -9 of it (about 9 minutes)
	$(SLOW_MOCHA) test/kind/install.e2e.test.ts

e2e-named: $(STAMP) ## smoke in a kind cluster of somebody's by its name, and kill -9 of it: nothing of others is touched (about 8 minutes)
	$(SLOW_MOCHA) test/kind/kind-named.e2e.test.ts

e2e-generators: $(STAMP) ## load from pods of a cluster, and Ctrl-C of it (about 2 minutes)
	$(SLOW_MOCHA) test/kind/generators.e2e.test.ts

e2e-job: $(STAMP) ## the Job of deploy/ in a cluster with its rights alone, and doctor's reviews of them (about 6 minutes)
	$(SLOW_MOCHA) test/kind/in-cluster-job.e2e.test.ts

e2e-eks: $(STAMP) ## on your EKS and S3: CONTEXT= BUCKET= ROLE_ARN= REGION=; says what it costs, asks, removes what it made
	@deploy/e2e-eks.sh

check: $(STAMP) ## types, lint, format, dead code, generated schemas
	$(NODE) node_modules/typescript/bin/tsc -p .
	$(NODE) node_modules/typescript/bin/tsc -p k6
	$(NODE) node_modules/oxlint/bin/oxlint --type-aware
	node_modules/.bin/biome check
	$(NODE) node_modules/knip/bin/knip.js

fix: $(STAMP) ## format, order imports, write the generated schemas
	node_modules/.bin/biome check --write
	$(NODE) lib/verdict/write-schemas.ts

soak: $(STAMP) ## N smokes one after another (N=20; BUSY=1 keeps one core busy beside them)
	@bin/lokiproof soak -n $(N) $(if $(filter 1,$(BUSY)),--busy-core)

sample: $(STAMP) ## make reports/sample anew from a finished run (RUN=reports/<run-id>)
	$(NODE) lib/report/write-sample.ts $(RUN)

clean: ## end what a killed run left, and remove installed packages and reports
	@if [ -e $(STAMP) ]; then bin/lokiproof sweep; fi
	rm -rf node_modules
	find reports -mindepth 1 -maxdepth 1 ! -name sample -exec rm -rf {} +

$(STAMP): package.json package-lock.json
	# Not `npm ci`: it refuses a lock file without the optional packages of platforms that its registry did not have.
	npm install --no-save --no-audit --no-fund --loglevel=error
	@touch $@
