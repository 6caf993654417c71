#!/bin/bash
# Proves the README's promise on a bare Debian 12: a fresh clone, no packages, one command.
# Makes a minimal root with debootstrap, clones this checkout into it and runs the command there; the launcher says how
# long packages and build took. How this machine reaches Debian and npm's registry (sources, proxy, keys, certificates)
# is taken over.
#
#   sudo tools/check/fresh_debian.sh                          ./xp run experiments/smoke.cpp
#   sudo tools/check/fresh_debian.sh --test                   that, then ./xp test
#   sudo tools/check/fresh_debian.sh --tree -- ./xp --version the working tree as it is, and a command of one's own
set -euo pipefail

usage() {
  cat >&2 <<'END'
usage: fresh_debian.sh [--root DIR] [--bare TAR] [--bare-only] [--tree] [--keep] [--test] [-- COMMAND…]
  --root DIR   where the root is made (default /tmp/fresh; must not exist yet)
  --bare TAR   the bare root, kept for the next time (default /tmp/fresh-bare.tar)
  --bare-only  make TAR and stop
  --tree       take the working tree, uncommitted changes included, instead of a clone of HEAD
  --keep       leave the root behind
  --test       run ./xp test after the command
END
  exit 2
}

root=/tmp/fresh bare=/tmp/fresh-bare.tar bare_only=0 tree=0 keep=0 then_test=0
while (($#)); do
  case $1 in
    --root) root=${2:?a folder}; shift ;;
    --bare) bare=${2:?a file}; shift ;;
    --bare-only) bare_only=1 ;;
    --tree) tree=1 ;;
    --keep) keep=1 ;;
    --test) then_test=1 ;;
    --) shift; break ;;
    *) usage ;;
  esac
  shift
done
(($#)) || set -- ./xp run experiments/smoke.cpp

suite=bookworm
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
((EUID == 0)) || { echo "fresh_debian: needs root, for chroot and mount" >&2; exit 2; }
[[ ! -e $root ]] || { echo "fresh_debian: $root exists; name another --root or remove it" >&2; exit 2; }

say() { printf '== %s\n' "$*" >&2; }
timed() {  # timed WHAT COMMAND…: its seconds on stderr
  local what=$1 start=$EPOCHREALTIME
  shift
  "$@"
  say "$what: $(((${EPOCHREALTIME/./} - ${start/./}) / 1000000)) s"
}

finish() { ((keep)) || rm -rf --one-file-system "$root"; }
trap finish EXIT
trap 'exit 130' INT TERM

# "SITE RELEASE COMPONENT" of everything that apt on this machine knows of the suite.
sources() {
  apt-get indextargets --format '$(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' |
    grep -E " $suite(-updates|-security)? "
}

# What it takes to reach Debian from here; none of it is in the repository.
take_over_network() {
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  sources | sed 's/^/deb /' > "$root/etc/apt/sources.list"
  local file
  for file in auth.conf auth.conf.d trusted.gpg.d; do
    if [[ -e /etc/apt/$file ]]; then cp -r "/etc/apt/$file" "$root/etc/apt/"; fi
  done
  apt-config dump | grep -E '^Acquire::(https?|Check-|Retries|ForceIPv)[^"]* "[^"]+";' > "$root/etc/apt/apt.conf.d/90here" || true
  # A bare Debian has no certificates: only where apt needs them.
  if grep -q '^deb https' "$root/etc/apt/sources.list"; then mkdir -p "$root/etc/ssl" && cp -rL /etc/ssl/certs "$root/etc/ssl/"; fi
}

# And npm's registry, where this machine has npm: its settings without anything secret, its certificates.
take_over_npm() {
  command -v npm > /dev/null || return 0
  mkdir -p "$root/root"
  local key value
  for key in registry proxy https-proxy noproxy strict-ssl cafile; do
    value=$(npm config get "$key" 2> /dev/null) || continue
    [[ $value && $value != null && $value != undefined && $value != *@* ]] || continue
    if [[ $key == cafile ]]; then mkdir -p "$root/root/npm" && cp -L "$value" "$root/root/npm/ca.pem" && value=/root/npm/ca.pem; fi
    echo "$key=$value"
  done > "$root/root/.npmrc"
}

make_bare() {
  command -v debootstrap > /dev/null ||
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends debootstrap >&2
  local mirror
  mirror=$(sources | sed -n "s/ $suite main$//p" | head -n 1)
  [[ $mirror ]] || { echo "fresh_debian: apt on this machine knows no $suite" >&2; exit 2; }
  debootstrap --variant=minbase "$suite" "$root" "$mirror" >&2
  rm -rf "$root"/var/cache/apt/archives/*.deb
  take_over_network
  tar -C "$root" -cf "$bare.part" . && mv "$bare.part" "$bare"
}

unpack_bare() { mkdir -p "$root" && tar -C "$root" -xf "$bare"; }

if [[ -f $bare ]]; then
  ((bare_only)) || timed "bare root from $bare" unpack_bare
else
  timed "bare root by debootstrap" make_bare
fi
((!bare_only)) || exit 0

take_over_network
take_over_npm
if ((tree)); then
  mkdir "$root/xp"
  git -C "$checkout" ls-files -z -co --exclude-standard | tar -C "$checkout" --null --ignore-failed-read -T - -cf - | tar -C "$root/xp" -xf -
else
  git clone -q "$checkout" "$root/xp"
fi

# A clean environment, no stdin: what a build server has on a new machine. /proc and /dev are mounted in a name space of
# the command's own, so they and all it started are gone when it ends.
inside() {
  unshare --mount --pid --fork --kill-child /bin/bash -c '
    mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" &&
    exec chroot "$0" /usr/bin/env -i HOME=/root TERM=dumb LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin \
      /bin/bash -c '\''cd /xp && exec "$@"'\'' fresh "$@"' "$root" "$@" < /dev/null
}

timed "$*" inside "$@"
if ((then_test)); then timed "./xp test" inside ./xp test; fi
