# Shared by the trials that press while somebody attacks (hostile, flood, slow-loris): a gateway with every port open, devices of every
# protocol that press without a pause, and windows with and without an attack in turn. Sourced; the trial sets 'trial', 'here', 'offset',
# 'keep', 'seconds', 'rounds' before, calls 'devices_press', then 'alternate NAME=COMMAND ...', and exits with 'judge'.
ready_within=120 residents=8 every=1.6 memory=no
parts="$here/trials/parts"

die() { printf '%s: %s\n' "$trial" "$*" >&2; exit 2; }

usage() { sed -n '2,/^set /s/^# \{0,1\}//p' "$0" | sed '$d'; exit 0; }

open_files() { # so many, for the attacker and the gateway alike
  ulimit -n "$(ulimit -H -n)" 2>/dev/null
  [ "$(ulimit -n)" = unlimited ] || [ "$(ulimit -n)" -ge "$1" ] || die "open files are limited to $(ulimit -n), $1 are needed; raise it (ulimit -n)"
}

clean_up() {
  exec 7>&- 8>&- 9>&- 2>/dev/null
  [ -n "${alternating:-}" ] && kill "$alternating" 2>/dev/null
  [ "${#pressing[@]}" -gt 0 ] && kill "${pressing[@]}" 2>/dev/null
  [ -n "$gateway" ] && kill "$gateway" 2>/dev/null && { wait "$gateway"; } 2>/dev/null
  if [ "$keep" = yes ]; then echo "kept: $dir"; else rm -rf "$dir"; fi
}

certificates() { # an authority and a certificate of this machine, of which trials/tls makes more
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=Trial" -keyout "$dir/ca.key" \
    -out "$dir/ca.pem" 2>>"$dir/openssl.err" && certificate 1 && cp "$dir/1.pem" "$dir/gateway.pem" && cp "$dir/1.key" "$dir/gateway.key" ||
    die "no certificates could be made: $(tail -n 1 "$dir/openssl.err")"
}

certificate() { # name; NAME.pem and NAME.key, signed by the authority
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$dir/$1.key" 2>>"$dir/openssl.err" &&
    openssl req -new -key "$dir/$1.key" -subj "/CN=Trial gateway $1" -out "$dir/$1.csr" 2>>"$dir/openssl.err" &&
    printf 'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth\n' >"$dir/ext" &&
    openssl x509 -req -in "$dir/$1.csr" -CA "$dir/ca.pem" -CAkey "$dir/ca.key" -CAcreateserial -days 30 -extfile "$dir/ext" \
      -out "$dir/$1.pem" 2>>"$dir/openssl.err"
}

start_gateway() {
  # above, listeners lie among the ports that the kernel gives to outgoing connections
  [ "$offset" -le 23000 ] || die "--port-offset is at most 23000"
  for tool in python3 openssl curl; do command -v "$tool" >/dev/null || die "$tool is not on PATH"; done
  dir=$(mktemp -d "${TMPDIR:-/tmp}/convoy-$trial.XXXXXX") || die "no temporary directory"
  gateway="" pressing=() ledgers=()
  trap clean_up EXIT
  trap 'exit 130' INT TERM
  certificates
  "$here/convoy" sim --help >/dev/null || die "the simulator does not start"
  java=$("$here/convoy" java)
  [ "$memory" = no ] || counting=-XX:NativeMemoryTracking=summary
  CONVOY_JAVA_OPTS="${CONVOY_JAVA_OPTS:-} ${counting:-}" "$here/convoy" run --data "$dir/data" --port-offset "$offset" --coap-plain --tls-cert "$dir/gateway.pem" --tls-key "$dir/gateway.key" \
    --tls-bind 127.0.0.1 >"$dir/gateway.out" 2>"$dir/gateway.err" &
  gateway=$!
  local tenth
  for ((tenth = 0; tenth < ready_within * 10; tenth++)); do
    grep -q '^ready in ' "$dir/gateway.out" 2>/dev/null && return
    kill -0 "$gateway" 2>/dev/null || break
    sleep 0.1
  done
  tail -n 5 "$dir/gateway.out" "$dir/gateway.err" >&2
  keep=yes
  die "the gateway did not become ready"
}

import() { # residents, devices
  "$here/convoy" residents import "$1" --data "$dir/data" >/dev/null && "$here/convoy" devices import "$2" --data "$dir/data" >/dev/null ||
    die "the devices could not be made"
}

# Each fleet of the simulator: so many native devices and as many on MQTT, five presses a second on each; its standard input is held open.
simulate() { # name, descriptor, options
  local name=$1 descriptor=$2
  shift 2
  mkfifo "$dir/$name.stop"
  "$here/convoy" sim ledger --data "$dir/data" --port-offset "$offset" --ledger "$dir/$name.ledger" --devices $((residents * 2)) \
    --mqtt "$residents" --press-rate 10 --rate 20 --settle 60 --quiet "$@" <"$dir/$name.stop" >"$dir/$name.out" 2>&1 &
  pressing+=($!)
  ledgers+=("$dir/$name.ledger")
  eval "exec $descriptor>\"$dir/$name.stop\""
  until grep -q '^received' "$dir/$name.ledger" 2>/dev/null; do
    kill -0 "${pressing[-1]}" 2>/dev/null || { tail -n 5 "$dir/$name.out" >&2; keep=yes; die "the simulator did not start"; }
    sleep 0.1
  done
}

# Watches, trackers, CoAP in the clear; over DTLS if libcoap's client is there.
devices_press() {
  local others=(--port-offset "$offset" --watches "$residents" --trackers "$residents" --coap "$residents" --every "$every")
  command -v coap-client-openssl >/dev/null && others+=(--dtls 4) || echo "no presses over DTLS: the package libcoap3-bin is missing"
  python3 "$parts/presses.py" "${others[@]}" --devices "$dir/residents.csv" "$dir/devices.csv" || die "no devices"
  import "$dir/residents.csv" "$dir/devices.csv"
  simulate clear 9
  simulate tls 8 --tls-ca "$dir/ca.pem" --first 1001
  mkfifo "$dir/others.stop"
  python3 "$parts/presses.py" "${others[@]}" --ledger "$dir/others.ledger" <"$dir/others.stop" >"$dir/others.out" 2>&1 &
  pressing+=($!)
  ledgers+=("$dir/others.ledger")
  exec 7>"$dir/others.stop"
  sleep 10 # until code that runs often is compiled
}

alternate() { # NAME=COMMAND ...
  python3 "$parts/alternate.py" --gateway "$gateway" --java "$java" --metrics $((9464 + offset)) --seconds "$seconds" --rounds "$rounds" \
    --state "$dir/state" --memory "$([ "$memory" = no ] || echo "$dir/memory")" "$@" 7>&- 8>&- 9>&- &
  alternating=$!
  wait "$alternating" || { keep=yes; die "the windows could not be measured"; }
  alternating=""
}

# Lets what waits be received, compares, prints the table. @return 1 if a press was lost, doubled or never received
judge() {
  exec 7>&- 8>&- 9>&-
  local verdict=0 each
  { wait "${pressing[@]}"; } 2>/dev/null
  pressing=()
  [ ! -e "$dir/state" ] || python3 "$parts/alternate.py" --table --state "$dir/state" --ledgers "${ledgers[@]}" || verdict=1
  if [ "$memory" = yes ]; then
    echo "memory in MB, before the first round and after each:"
    python3 "$parts/memory.py" --compare "$dir"/memory.*
  fi
  for each in "${ledgers[@]}"; do
    printf '%s: ' "$(basename "$each" .ledger)"
    "$here/convoy" sim reconcile --ledger "$each" --data "$dir/data" --port-offset "$offset" >"$dir/verdict" || verdict=1
    tr '\n' ' ' <"$dir/verdict"
    echo
  done
  curl -s "http://127.0.0.1:$((9464 + offset))/metrics" |
    awk '/^convoy_(emergency_seconds|alarms_not_durable|lane_shed|connections_ended|login_failures|rejects|tls_handshakes|tls_console_handshakes)[a-z_]*[{ ]/ && $2 > 0 {printf "  %s %d\n", $1, $2}'
  [ "$verdict" -eq 0 ] || keep=yes
  return "$verdict"
}
