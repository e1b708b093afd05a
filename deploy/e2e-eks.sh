#!/usr/bin/env bash
# make e2e-eks: lokiproof on your EKS and your S3. Says what it will make and cost, asks, runs, and removes what it made.
#   CONTEXT   the kube context of the cluster (never the current one by default)
#   BUCKET    an empty bucket made for this; Loki writes to it, lokiproof reads it
#   ROLE_ARN  the IAM role of Loki's ServiceAccount (deploy/iam), as IRSA
#   REGION    of the bucket; SCENARIO (smoke); SCALE (8); IMAGE of lokiproof, for generators in the cluster: without it no load
#   VALUES    your chart values; YES=1 asks nothing; EMPTY_BUCKET=1 deletes at the end what Loki wrote into the bucket
# Not run where lokiproof is made: nothing there reaches AWS.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
missing=()
for name in CONTEXT BUCKET ROLE_ARN REGION; do [ -n "${!name:-}" ] || missing+=("$name"); done
if [ ${#missing[@]} -gt 0 ]; then
  echo "e2e-eks: expected ${missing[*]}; next: make e2e-eks CONTEXT=... BUCKET=... ROLE_ARN=arn:aws:iam::...:role/... REGION=..." >&2
  exit 3
fi
[[ $ROLE_ARN =~ ^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+ ]] || { echo "e2e-eks: ROLE_ARN: expected arn:aws:iam::<account>:role/<name>, got $ROLE_ARN" >&2; exit 3; }
scenario=${SCENARIO:-smoke} scale=${SCALE:-8}

cat <<PLAN
e2e-eks: scenario $scenario at 1/$scale, context $CONTEXT, bucket $BUCKET in $REGION
  makes      one namespace lokiproof-<run id>: about 19 pods and 90 GiB of volumes, for about 15 minutes
  removes    the namespace with all in it, also when it fails or is interrupted (else: bin/lokiproof sweep)
  leaves     what Loki wrote into $BUCKET$([ "${EMPTY_BUCKET:-}" = 1 ] && echo ": deleted at the end, as EMPTY_BUCKET=1 says")
  costs      at list prices of us-east-1 as we knew them (look yours up), for one run:
               volumes    90 GiB gp3 for 0.25 h at 0.08 USD a GiB and month     below 0.01 USD
               S3         some 2,000 PUT and 10,000 GET                         below 0.03 USD
               traffic    some 2 GB between zones, replication factor 3         below 0.05 USD
               nodes      none, where 8 free vCPU and 12 GiB are there; else what your autoscaler adds,
                          two m6i.xlarge for an hour at the least               about 0.40 USD
PLAN
if [ "${YES:-}" != 1 ]; then
  [ -t 0 ] || { echo "e2e-eks: nobody can be asked here: YES=1 agrees" >&2; exit 3; }
  read -r -p "go on? Type yes: " answer
  [ "$answer" = yes ] || { echo "nothing was done"; exit 3; }
fi
load=()
[ -z "${IMAGE:-}" ] || load=(--generators 2 --generator-image "$IMAGE")
values=()
[ -z "${VALUES:-}" ] || values=(-f "$VALUES")
status=0
AWS_REGION=$REGION bin/lokiproof run "$scenario" --scale "$scale" --stack cluster --install --context "$CONTEXT" --bucket "$BUCKET" \
  --role-arn "$ROLE_ARN" --s3-region "$REGION" "${values[@]}" "${load[@]}" --ceiling-factor 30 --yes || status=$?
if [ "${EMPTY_BUCKET:-}" = 1 ]; then
  aws s3 rm "s3://$BUCKET" --recursive --region "$REGION" >/dev/null && echo "emptied s3://$BUCKET"
fi
exit $status
