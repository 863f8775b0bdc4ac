#!/usr/bin/env bash
# The build as an autotools user expects it: hardened programs, an installation that fits together, a complete archive.
# shellcheck source=tests/ops/common.bash
. "$(dirname "$0")/common.bash"

BUILD=$TOP/build/release
for name in parlance parlance-worker parlance-supervisor; do
	program=$BUILD/$name
	readelf --wide --file-header --program-headers --dynamic --dyn-syms "$program" >"$WORK/elf"
	has "$name loads anywhere" 'Type: *DYN' "$WORK/elf"
	has "$name has its relocations closed" 'GNU_RELRO' "$WORK/elf"
	has "$name is bound at start" 'FLAGS.*BIND_NOW|FLAGS_1.*NOW' "$WORK/elf"
	hasnt "$name has no executable stack" 'GNU_STACK.*RWE' "$WORK/elf"
	has "$name guards its stack" '__stack_chk_fail' "$WORK/elf"
	has "$name is fortified" '__[a-z]*_chk@' "$WORK/elf"
	hasnt "$name looks for no library in a place of its own" 'RPATH|RUNPATH' "$WORK/elf"
done

make_quiet() { make -C "$BUILD" --no-print-directory "$@" >"$WORK/make.log" 2>&1 || { tail -n 30 "$WORK/make.log"; return 1; }; }
fact 'it installs' make_quiet install DESTDIR="$WORK/root"
SHARE=$WORK/root/usr/share/parlance
for file in bin/parlance sbin/parlance-worker sbin/parlance-supervisor share/parlance/parlance.conf.example \
	share/parlance/nginx/parlance.conf share/parlance/nginx/headers.conf share/parlance/sql/migration/0001_people.sql; do
	fact "it installs $file" test -s "$WORK/root/usr/$file"
done
same 'no word of a template is left' '' "$(grep -rlE '@[a-z]+@' "$SHARE/nginx" || true)"
has 'the programs know their version' "^parlance.* [0-9]+\.[0-9]+" <("$WORK/root/usr/bin/parlance" --version)

# The installed site inside an nginx.conf of a distribution; only places that an operator makes are moved.
TLS=$WORK/tls
certificate_make
mkdir -p "$WORK/site"
for file in "$SHARE"/nginx/*.conf; do
	sed -e "s|/etc/parlance/tls|$TLS|; s|/usr/share/parlance|$SHARE|; s|/var/log/nginx|$WORK|; s|:443 |:29443 |; s|listen 443 |listen 29443 |" \
		"$file" >"$WORK/site/$(basename "$file")"
done
cat >"$WORK/nginx.conf" <<END
pid $WORK/nginx.pid;
events {}
http { include /etc/nginx/mime.types; include $WORK/site/parlance.conf; }
END
nginx -t -p "$WORK/" -c "$WORK/nginx.conf" -e "$WORK/error.log" >"$WORK/nginx.out" 2>&1 || true
has 'nginx takes the installed site' 'test is successful' "$WORK/nginx.out"
hasnt 'without a warning' 'warn' "$WORK/nginx.out"

# The example of the configuration is the defaults.
sed 's/^;\([a-z0-9_]* =\)/\1/' "$SHARE/parlance.conf.example" >"$WORK/all.conf"
: >"$WORK/none.conf"
# settings FILE: every key and its value, without where it comes from
settings() { "$BUILD/parlance" --config "$1" config | sed -n 's/^\([a-z]*\.[a-z0-9_]*  *[^ ]*\)  *\(file\|default\)  *.*/\1/p' | tr -s ' '; }
fact 'there are keys' test "$(settings "$WORK/none.conf" | wc -l)" -ge 15
same 'the example has the default of every key' "$(settings "$WORK/none.conf")" "$(settings "$WORK/all.conf")"
same 'and every key' "$(settings "$WORK/none.conf" | wc -l)" "$(grep -cE '^[a-z0-9_]+ =' "$WORK/all.conf")"

fact 'make distcheck passes' make_quiet -j"$(nproc)" distcheck
fact 'it uninstalls' make_quiet uninstall DESTDIR="$WORK/root"
same 'and leaves nothing' '' "$(find "$WORK/root" -type f)"
rm -f "$BUILD"/parlance-*.tar.xz
finish
