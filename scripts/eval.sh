#!/bin/sh
# Score the order of hits and the invented copies, and cleaning on the copies with gold text in $SHARED/eval, where there are any.
set -eu
echo "order of hits:"
"$BIN/python" -m benchmarks.relevance
for measure in whole lines fields framed collation; do
  echo "$measure (invented copies):"
  "$BIN/python" -m "benchmarks.$measure" | tail -n 14
done
echo "repair (invented prose, damaged by emulated converters):"
"$BIN/python" -m benchmarks.repair
if [ ! -d "$SHARED/eval" ]; then
  echo "nothing to measure with: $SHARED/eval does not exist" >&2
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$BIN/gonghui" explain --json "$SHARED"/seeds/*.txt > "$work/seeds.jsonl" || true
echo "seeds:"
"$BIN/python" "$SHARED/eval/score.py" "$work/seeds.jsonl" || true
for set in pages-dev pages-dev2; do
  [ -d "$SHARED/eval/$set" ] || continue
  echo "$set:"
  "$BIN/gonghui" explain --json "$SHARED/eval/$set"/*.html > "$work/$set.jsonl" 2> "$work/$set.log" || true
  "$BIN/python" scripts/fold_gold.py "$SHARED/eval/$set/gold.json" > "$work/gold.json"  # the scorer knows one script
  "$BIN/python" "$SHARED/eval/score_pages.py" "$work/gold.json" < "$work/$set.jsonl" | tail -n 6
done
