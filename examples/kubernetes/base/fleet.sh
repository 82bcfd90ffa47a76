#!/bin/sh
# One pod of a split run. Pods 0 to SHARDS-1 judge a shard each and store it; the last one waits for them, merges them, stores the whole run, and ends with its exit code.
# Exit code 75: the storage did not work, so the pod is worth another attempt.
# STORE_OPTIONS can be "--allow plaintext", for a storage inside the cluster that has no https.
set -eu

out=${OUT:-/out}
# The id of the Job is in the place: a Job of the same name must never find the shards of an earlier one.
place=$STORE/$JOB_NAME-$JOB_UID

# Hands a signal on to assay, which then removes what it made, and waits for its end.
stopped=no
run() {
  "$@" &
  child=$!
  trap 'stopped=yes; kill -TERM "$child" 2>/dev/null || true' TERM INT
  code=0
  wait "$child" || code=$?
  while kill -0 "$child" 2>/dev/null; do
    code=0
    wait "$child" || code=$?
  done
  trap - TERM INT
  # What was stopped from outside is no result: another pod judges it again.
  if [ "$stopped" = yes ]; then exit 143; fi
}

if [ "$JOB_COMPLETION_INDEX" -lt "$SHARDS" ]; then
  shard=$((JOB_COMPLETION_INDEX + 1))
  run assay run --shard "$shard/$SHARDS" --out "$out/run" --report summary --quiet
  # A broken requirement (1), too little evidence (3) and a stale expectation (5) are results; the merged run decides.
  case $code in
    0 | 1 | 3 | 5) ;;
    *) exit "$code" ;;
  esac
  run assay upload "$out/run" "$place/shards/$shard" --keep ${STORE_OPTIONS:-}
  if [ "$code" -ne 0 ]; then exit 75; fi
  exit 0
fi

run assay download "$place/shards" "$out/shards" --runs "$SHARDS" --wait "$MERGE_WAIT" ${STORE_OPTIONS:-}
case $code in
  0) partial= ;;
  # Not all of them came: what is there is merged, and the run says what is missing.
  3) partial=--partial ;;
  *) exit 75 ;;
esac
run assay merge "$out/shards" $partial --out "$out/run" --report html,junit,summary
verdict=$code
case $verdict in
  0 | 1 | 3 | 5) ;;
  *) exit "$verdict" ;;
esac
run assay upload "$out/run" "$place/whole" --keep ${STORE_OPTIONS:-}
if [ "$code" -ne 0 ]; then exit 75; fi
exit "$verdict"
