#!/usr/bin/env bash
# The front page against Debian's nginx, which serves the very same bytes and headers as static files. Called by ./bench front.
#
# Both are pinned to one core and the load generator to another; contenders take turns. What counts is requests per second of the server's own processor
# time, because the machine is shared. nginx runs in three ways: as Debian sets it up (sendfile), with its cache of open files besides, and without sendfile, which
# for a page this small is the fastest.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${ROUNDS:-5} seconds=${SECONDS_EACH:-4} program=${CUADRA_BIN:-target/release/cuadra}
folder=$(mktemp -d /tmp/cuadra-front.XXXXXX)
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$folder"' EXIT
port=$((20000 + RANDOM % 20000))
free() { while ss -ltn | grep -q ":$port "; do port=$((port + 1)); done; }

# A town with an alert that is out and a checked notice, made up by the demo and then served as any network is.
free
"$program" demo --data "$folder/data" --listen 127.0.0.1:$port >"$folder/demo.log" 2>&1 & demo=$!
until grep -q "runs at" "$folder/demo.log"; do kill -0 $demo; sleep 0.2; done
kill $demo; wait $demo || true
free; ours=$port; port=$((port + 1))
CUADRA_NAME="Red de Puerto Tecolote" CUADRA_HOTLINE=555-0100 CUADRA_ORIGIN=https://red.example.org \
  taskset -c 0 "$program" serve --data "$folder/data" --listen 127.0.0.1:$ours >"$folder/serve.log" 2>&1 & pids+=($!)
cuadra=$!
ask=(-s -H 'Accept-Language: es')
until curl "${ask[@]}" -o "$folder/healthz" "http://127.0.0.1:$ours/healthz"; do sleep 0.2; done

mkdir "$folder/www"
curl "${ask[@]}" "http://127.0.0.1:$ours/" -o "$folder/www/index.html"
curl "${ask[@]}" -H 'Accept-Encoding: gzip' -D "$folder/head" "http://127.0.0.1:$ours/" -o "$folder/www/index.html.gz"
grep -q 'data-until' "$folder/www/index.html"
gzip -dc "$folder/www/index.html.gz" | cmp - "$folder/www/index.html"
headers=$(tr -d '\r' <"$folder/head" | sed 1d | grep -viE '^(content-|etag|date|$)' | sed -E 's/^([^:]+): (.*)$/add_header \1 "\2";/')

resident() { awk '/VmRSS/{print $2}' "/proc/$1/status"; }
contender() { # NAME "SETTINGS"
  free
  cat >"$folder/$1.conf" <<CONF
worker_processes 1; daemon off; pid $folder/$1.pid; error_log $folder/$1.log;
events { worker_connections 1024; }
http {
  access_log off; server_tokens off; tcp_nopush on; $2
  keepalive_requests 1000000000; keepalive_timeout 75s; gzip_static on; etag on;
  types { application/octet-stream bin; } default_type "text/html; charset=utf-8";
  client_body_temp_path $folder/t1; proxy_temp_path $folder/t2; fastcgi_temp_path $folder/t3; uwsgi_temp_path $folder/t4; scgi_temp_path $folder/t5;
  server { listen 127.0.0.1:$port; root $folder/www; index index.html; location / { $headers } }
}
CONF
  [ "$(id -u)" != 0 ] || sed -i '1i user root;' "$folder/$1.conf"
  taskset -c 0 nginx -c "$folder/$1.conf" 2>"$folder/$1.err" & pids+=($!)
  names+=("$1") ports+=("$port") servers+=($!)
  port=$((port + 1))
}
names=(cuadra) ports=("$ours") servers=("$cuadra")
files="open_file_cache max=100 inactive=60s; open_file_cache_valid 60s;"
contender nginx "sendfile on;"
contender nginx-open-files "sendfile on; $files"
contender nginx-no-sendfile "sendfile off; $files"
sleep 1
for at in "${!names[@]}"; do
  curl "${ask[@]}" -H 'Accept-Encoding: gzip' "http://127.0.0.1:${ports[$at]}/" | cmp - "$folder/www/index.html.gz" || echo "${names[$at]} serves other bytes"
done

ticks() { # processor time of a server and its workers, in hundredths of a second
  local sum=0 pid
  for pid in "$1" $(pgrep -P "$1" || true); do set -- $(cut -d')' -f2 "/proc/$pid/stat"); sum=$((sum + ${12} + ${13})); done
  echo $sum
}
for round in $(seq "$rounds"); do
  for at in "${!names[@]}"; do
    before=$(ticks "${servers[$at]}")
    taskset -c 1 wrk -t1 -c32 -d"${seconds}s" -H 'Accept-Encoding: gzip' -H 'Accept-Language: es' "http://127.0.0.1:${ports[$at]}/" >"$folder/wrk"
    spent=$(($(ticks "${servers[$at]}") - before))
    ! grep -E 'Non-2xx|Socket errors' "$folder/wrk"
    count=$(awk '/requests in/{print $1}' "$folder/wrk")
    echo "${names[$at]} $((count * 100 / spent))" >>"$folder/figures"
    echo "round $round, ${names[$at]}: $(awk '/Requests\/sec/{print int($2)}' "$folder/wrk")/s on the wall, $((count * 100 / spent))/s of its core"
  done
done
median() { awk -v name="$1" '$1 == name {print $2}' "$folder/figures" | sort -n | awk '{v[NR]=$1} END{print v[int((NR+1)/2)]}'; }
for name in "${names[@]}"; do
  echo "median, $name: $(median "$name")/s of its core; cuadra is $(awk "BEGIN{printf \"%.2f\", $(median cuadra) / $(median "$name")}")x"
done
echo "memory of cuadra after it: $(resident "$cuadra") kB resident"

# A first visit: the page, and all that it names.
total=0
for path in / $(grep -oE '(href|src)="/assets/[^"]*"' "$folder/www/index.html" | cut -d'"' -f2 | sort -u); do
  read -r head body < <(curl "${ask[@]}" -H 'Accept-Encoding: gzip' -o "$folder/part" -w '%{size_header} %{size_download}\n' "http://127.0.0.1:$ours$path")
  echo "first visit: ${path%%\?*}: $body bytes and $head of headers"
  total=$((total + head + body))
done
echo "first visit: $total bytes in all"
read -r head body < <(curl "${ask[@]}" -H 'Accept-Encoding: gzip' -o "$folder/part" -w '%{size_header} %{size_download}\n' "http://127.0.0.1:$ours/mapa")
echo "the map, where somebody asks for it: $((head + body)) bytes"
