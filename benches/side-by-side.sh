#!/bin/sh
# From a large JSON file to its first lines, laid out: programs that people use for that in a terminal, beside the
# playground's viewer, on the same machine in the same run. Usage: benches/side-by-side.sh [MB]
#
# jq has to be there; jless is measured where it is installed (cargo install jless), in a pseudo-terminal of tmux.
set -eu
cd "$(dirname "$0")/.."
megabytes=${1:-50}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
file=$folder/works.json
cargo bench --quiet --bench viewer -- write "$megabytes" "$file"

# Runs a command and prints how long it took and the most memory that it had.
measured() {
    name=$1
    shift
    began=$(date +%s%N)
    # GNU time tells the memory, where there is one.
    if [ -x /usr/bin/time ]; then
        /usr/bin/time -f %M -o "$folder/memory" "$@" > /dev/null
        memory="$(($(cat "$folder/memory") / 1024)) MiB"
    else
        "$@" > /dev/null
        memory="-"
    fi
    printf '%-44s %6d ms   %s\n' "$name" "$((($(date +%s%N) - began) / 1000000))" "$memory"
}

echo "$megabytes MB of JSON, from the file to its first 40 lines"
measured "jq . | head -40" sh -c "jq . '$file' | head -40"
measured "jq, one value far down" jq '.group[-1]."work-summary"[0].title' "$file"
if command -v jless > /dev/null && command -v tmux > /dev/null; then
    began=$(date +%s%N)
    tmux -L side-by-side new-session -d -x 120 -y 40 "jless '$file'"
    until tmux -L side-by-side capture-pane -p | grep -q last-modified-date; do sleep 0.01; done
    took=$((($(date +%s%N) - began) / 1000000))
    process=$(tmux -L side-by-side list-panes -F '#{pane_pid}')
    memory=$(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$process/status")
    printf '%-44s %6d ms   %s MiB\n' "jless" "$took" "$memory"
    tmux -L side-by-side kill-server
else
    echo "jless: not installed (or no tmux), left out"
fi
echo
cargo bench --quiet --bench viewer -- "$megabytes"
