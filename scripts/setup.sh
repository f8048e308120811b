# Sourced by the other scripts: brings in GEOS, PROJ and pkg-config where they are absent and checks Swift.
# shellcheck shell=bash

readonly geos_wanted=3.11 proj_wanted=9.1 swift_wanted=6.1

say() { printf '%s\n' "$*" >&2; }
die() {
  say "error: $*"
  exit 1
}

has_libraries() {
  command -v pkg-config >/dev/null 2>&1 &&
    pkg-config --exists "geos >= $geos_wanted" 2>/dev/null &&
    pkg-config --exists "proj >= $proj_wanted" 2>/dev/null
}

# Runs a command as root: directly where we are root already, through sudo elsewhere.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo "$@"
  else
    die "installing packages needs root, and there is no sudo here; as root, run: $*"
  fi
}

install_libraries() {
  if has_libraries; then return; fi
  say "Installing GEOS, PROJ and pkg-config ..."
  case "$(uname -s)" in
    Darwin)
      command -v brew >/dev/null 2>&1 ||
        die "Homebrew is needed to install GEOS and PROJ: see https://brew.sh, then run this again"
      brew install geos proj pkgconf
      ;;
    *)
      command -v apt-get >/dev/null 2>&1 ||
        die "install GEOS >= $geos_wanted and PROJ >= $proj_wanted with headers, and pkg-config, then run this again"
      as_root apt-get update -qq
      as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends libgeos-dev libproj-dev pkg-config >&2
      ;;
  esac
  has_libraries ||
    die "GEOS >= $geos_wanted and PROJ >= $proj_wanted are needed; this system offers GEOS" \
      "$(pkg-config --modversion geos 2>/dev/null || echo none) and PROJ" \
      "$(pkg-config --modversion proj 2>/dev/null || echo none)"
}

check_swift() {
  command -v swift >/dev/null 2>&1 ||
    die "Swift $swift_wanted or newer is needed and no swift is on the PATH; get it from https://www.swift.org/install"
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  [ -n "$version" ] || die "cannot tell the version of $(command -v swift); Swift $swift_wanted or newer is needed"
  local major=${version%%.*} minor=${version#*.}
  if [ "$major" -lt "${swift_wanted%%.*}" ] ||
    { [ "$major" -eq "${swift_wanted%%.*}" ] && [ "$minor" -lt "${swift_wanted#*.}" ]; }; then
    die "this is Swift $version, and $swift_wanted or newer is needed; get it from https://www.swift.org/install"
  fi
}

set_up() {
  check_swift
  install_libraries
}
