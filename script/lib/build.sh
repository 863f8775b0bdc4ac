# shellcheck shell=bash
# Building the programs and the pages. Nothing is done twice: make and time stamps decide.

# build_configure DIR OPTION...: ready build/DIR for make
build_configure() {
	local dir=$TOP/build/$1
	shift
	mkdir -p "$dir"
	if [ ! -f "$TOP/configure" ] || [ "$TOP/configure.ac" -nt "$TOP/configure" ]; then
		(cd "$TOP" && ./autogen.sh) >"$dir/autogen.log" 2>&1 || build_failed "$dir/autogen.log"
	fi
	if [ ! -f "$dir/Makefile" ] || [ "$(cat "$dir/options" 2>/dev/null)" != "$*" ]; then
		(cd "$dir" && ../../configure "$@") >"$dir/configure.log" 2>&1 || build_failed "$dir/configure.log"
		echo "$*" >"$dir/options"
	fi
}

# build_make DIR TARGET...
build_make() {
	local dir=$TOP/build/$1
	shift
	make -C "$dir" --no-print-directory -j"$(nproc)" "$@" >"$dir/make.log" 2>&1 || build_failed "$dir/make.log"
}

build_failed() {
	grep -A 6 -E '(error|warning):|undefined reference|\*\*\*' "$1" | head -n 60 >&2 || tail -n 20 "$1" >&2
	if grep -qs 'No space left' "$1"; then die "there is no disk space for building" "free some space at $TOP"; fi
	die 'building failed' "the whole output is in $1"
}

# build_alone COMMAND...: run it while nobody else builds in this checkout.
build_alone() (
	mkdir -p "$TOP/build"
	exec 8>"$TOP/build/lock"
	flock 8
	"$@" 8>&-
)

build_release() {
	build_configure release --prefix=/usr --without-systemdsystemunitdir
	build_make release all
}

# build_install DIR: the programs, the SQL, the content and the pages, as they are installed. A
# checkout may be closed to the daemons' account; DIR is not.
build_install() {
	rm -rf "$1.new"
	build_make release install DESTDIR="$1.new"
	rm -rf "$1.old"
	if [ -d "$1" ]; then mv "$1" "$1.old"; fi
	mv "$1.new" "$1"
	rm -rf "$1.old"
}

# build_npm DIR: what DIR/package-lock.json names, in DIR/node_modules
build_npm() {
	local log=$TOP/build/npm.log
	if [ ! -f "$1/node_modules/.package-lock.json" ] || [ "$1/package-lock.json" -nt "$1/node_modules/.package-lock.json" ]; then
		(cd "$1" && npm ci --no-audit --no-fund) >"$log" 2>&1 || { tail -n 20 "$log" >&2; die 'npm ci failed' "the whole output is in $log"; }
		touch "$1/node_modules/.package-lock.json"
	fi
}

# build_web: the pages, in web/dist, when something they are made of is newer.
build_web() {
	local web=$TOP/web log=$TOP/build/web.log stamp=$TOP/build/web.stamp
	[ -f "$web/package.json" ] || return 0
	if [ -f "$web/dist/index.html" ] && [ -f "$stamp" ] && [ -z "$(build_web_newer "$stamp")" ]; then return 0; fi
	if [ "$(node_version)" -lt 18 ]; then
		note "node 18 or later is missing: the pages are not built"
		return 0
	fi
	say 'Building the pages'
	build_npm "$web"
	touch "$stamp.new"
	(cd "$web" && node build.mjs) >"$log" 2>&1 || build_failed "$log"
	mv "$stamp.new" "$stamp"
}

# build_web_newer STAMP: a source of the pages that is newer, if there is one
build_web_newer() {
	find "$TOP/web" \( -name node_modules -o -name dist \) -prune -o -type f -newer "$1" -print -quit
}
