#!/bin/sh
# A copy of all that cannot be made again, while everything runs:  deploy/backup.sh /srv/care /backup/care-2026-11-22.tar.gz
set -eu
data=$(cd "$1" && pwd)
case $2 in /*) archive=$2 ;; *) archive=$PWD/$2 ;; esac
scratch=$(mktemp -d)
trap 'rm -rf "$scratch" "$archive.part"' EXIT

# The pointer first and then the one build it names: a load in between would leave a pointer without its build. A build
# holds all that was ever known, so the older ones beside it need no copy.
mkdir "$scratch/warehouse"
cp -p "$data/warehouse/current" "$scratch/warehouse/"
build=$(cat "$scratch/warehouse/current")

# Under the log's own lock, so that its last line and its head belong together.
if [ -d "$data/audit" ]; then
  flock --timeout 60 "$data/audit/.lock" cp -Rp "$data/audit" "$scratch/"
fi

cd "$data"
set -- "warehouse/$build"
for folder in rules incoming; do
  if [ -d "$folder" ]; then set -- "$@" "$folder"; fi
done
umask 077
tar --create --gzip --file "$archive.part" -C "$scratch" . -C "$data" "$@"
mv "$archive.part" "$archive"
(cd "$(dirname "$archive")" && sha256sum "$(basename "$archive")" > "$(basename "$archive").sha256")
