# shellcheck shell=bash
# What every script needs: messages, privileges, waiting, files with secrets.
# The scripts that read this have set -euo pipefail and TOP, the top of the checkout.

say() { printf '%s\n' "$*"; }
note() { printf '%s\n' "$*" >&2; }

# die WHAT [WHAT-TO-DO...]: end with a message that says what to do.
die() {
	note "${0##*/}: $1"
	shift
	local line
	for line; do note "  $line"; done
	exit 1
}

is_root() { test "$(id -u)" = 0; }

# as_root COMMAND...: run it with privileges, or say that they are missing.
as_root() {
	if is_root; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo -- "$@"
	else
		die "this needs root: $*" "run it as root, or install sudo and run ${0##*/} again"
	fi
}

# The account of MariaDB and the workers: as root one of its own, else whoever runs this.
daemon_user() { if is_root; then echo parlance; else id -un; fi; }

# daemon_user_make: create that account where root runs this for the first time.
daemon_user_make() {
	is_root || return 0
	getent passwd parlance >/dev/null ||
		useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin parlance
}

# directory MODE PATH: make PATH, belonging to the daemons' account.
directory() {
	install -d -m "$1" "$2"
	if is_root; then chown "$(daemon_user):" "$2"; fi
}

# reachable DIR: whether the daemons' account can use files below DIR, else end with a message.
reachable() {
	is_root || return 0
	local at=$1
	while [ "$at" != / ]; do
		[ "$(stat -c %A "$at" | cut -c10 | tr t x)" = x ] ||
			die "$1 cannot be used: $at is closed to other users, and the daemons do not run as root" \
				"choose another directory (script/server --data-dir DIR)"
		at=$(dirname "$at")
	done
}

# alive PID [NAME]: whether this process runs (a dead one that nobody has waited for does not) and is a NAME
alive() {
	local stat
	[ -n "$1" ] && read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
	[[ ${stat##*) } != Z* ]] && [[ $# = 1 || $stat == *"($2)"* ]]
}

# pid_of FILE: the number in a pid file, or nothing.
pid_of() { tr -cd 0-9 2>/dev/null <"$1" || true; }

# until_true SECONDS COMMAND...: wait for COMMAND to succeed, at most that long.
until_true() {
	local end=$((SECONDS + $1))
	shift
	until "$@"; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.05
	done
}

gone() { ! alive "$@"; }

# end_process PID NAME [SIGNAL]: stop it and wait for it, with force after 40 seconds.
end_process() {
	alive "$1" "$2" || return 0
	kill -s "${3-TERM}" "$1" 2>/dev/null || return 0
	until_true 40 gone "$1" "$2" || kill -s KILL "$1" 2>/dev/null || true
}

# secret FILE [BYTES]: make FILE with so many (32) random bytes in hexadecimal, unless it is there.
secret() {
	[ -s "$1" ] || (umask 077 && openssl rand -hex "${2-32}" >"$1.new" && mv "$1.new" "$1")
}

# space DIR MEGABYTES: end with a message unless there is so much room at DIR.
space() {
	local at=$1 free
	while [ ! -d "$at" ]; do at=$(dirname "$at"); done
	free=$(df -Pm "$at" | awk 'NR == 2 { print $4 }')
	[ "$free" -ge "$2" ] || die "there are $free MB free at $1, $2 MB are needed" \
		"free some space, or choose another place with --data-dir"
}

# short_directory FILE: a directory with a short path for sockets, remembered in FILE.
short_directory() {
	local at
	at=$(cat "$1" 2>/dev/null || true)
	if [ -z "$at" ] || [ ! -d "$at" ] || [ ! -O "$at" ]; then
		if is_root; then at=$(mktemp -d /run/parlance.XXXXXX)
		else at=$(mktemp -d "${XDG_RUNTIME_DIR:-/tmp}/parlance.XXXXXX"); fi
		echo "$at" >"$1"
	fi
	echo "$at"
}
