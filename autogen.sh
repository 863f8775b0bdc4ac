#!/bin/sh
# Makes ./configure and Makefile.in from configure.ac and Makefile.am (needs autoconf, automake, pkg-config).
set -eu
cd "$(dirname "$0")"
exec autoreconf --install "$@"
