#!/bin/sh
# Puts a copy back into a folder that is empty or not there:  deploy/restore.sh /backup/care-2026-11-22.tar.gz /srv/care
set -eu
archive=$1 data=$2
if [ -e "$data/warehouse" ]; then
  echo "$data has a warehouse already: move it away first, so that nothing is mixed." >&2
  exit 1
fi
(cd "$(dirname "$archive")" && sha256sum --check --quiet "$(basename "$archive").sha256")
mkdir -p "$data"
tar --extract --gzip --file "$archive" -C "$data"
