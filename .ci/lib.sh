# What the scripts of this folder have in common. Sourced, in the root of the checkout.

passed=0
failed=0
started=$SECONDS

# A line of progress, with the time of day and the minutes since the start.
say() {
  local elapsed=$((SECONDS - started))
  printf '%s +%02d:%02d  %s\n' "$(date +%H:%M:%S)" $((elapsed / 60)) $((elapsed % 60)) "$*"
}

# step NAME COMMAND...: runs it and counts whether it ended with 0.
step() {
  local name=$1 began=$SECONDS
  shift
  say "$name"
  if "$@"; then
    passed=$((passed + 1))
    say "$name: passed in $((SECONDS - began)) s"
  else
    failed=$((failed + 1))
    say "$name: FAILED after $((SECONDS - began)) s"
  fi
}

# The last line, and the exit code.
summarize() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}

# The scripts are TypeScript, which the Node of the machine may be too old for; npm has installed one that is not.
use_node_24() {
  export PATH="$PWD/node_modules/.bin:$PATH"
}

# install_package DEBIAN_PACKAGE
install_package() {
  local as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1"
}

# Makes sure that python3 reads YAML and that openssl is there.
ensure_tools() {
  command -v openssl >/dev/null || install_package openssl || return
  python3 -c 'import yaml' 2>/dev/null && return
  python3 -m pip install --quiet pyyaml 2>/dev/null && python3 -c 'import yaml' 2>/dev/null && return
  install_package python3-yaml && python3 -c 'import yaml'
}
