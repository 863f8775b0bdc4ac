# shellcheck shell=bash
# Which packages of script/packages.txt are missing, and installing them.

# packages_of ROLE...: their names
packages_of() {
	local role
	for role; do awk -v role="$role" '$1 == role { print $2 }' "$TOP/script/packages.txt"; done
}

# packages_missing ROLE...: those that are not installed
packages_missing() {
	packages_of "$@" | while read -r name; do
		[ "$(dpkg-query --show --showformat '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || echo "$name"
	done
}

# node_version: the major version of node, 0 where there is none
node_version() {
	local version
	version=$(node --version 2>/dev/null || echo v0)
	version=${version#v}
	command -v npm >/dev/null || version=0
	echo "${version%%.*}"
}

# packages_need ROLE...: install what is missing; with INSTALL=no, end with a message if something is.
packages_need() {
	local missing
	command -v dpkg-query >/dev/null || return 0
	missing=$(packages_missing "$@" | tr '\n' ' ')
	if [ "$(node_version)" -lt 18 ]; then missing="$missing$(packages_missing web | tr '\n' ' ')"; fi
	[ -n "${missing% }" ] || return 0
	[ "${INSTALL-yes}" = yes ] ||
		die "these packages are missing: $missing" "apt-get install --no-install-recommends $missing"
	say "Installing Debian packages: $missing"
	# shellcheck disable=SC2086
	as_root "$TOP/script/install-packages" $missing ||
		die 'the packages could not be installed' 'the lines above say why'
}
