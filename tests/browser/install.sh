#!/bin/sh
# install.sh FOLDER: the npm packages of FOLDER/package-lock.json, under build/npm/FOLDER and linked from there, since a
# package is looked for beside and above the file that wants it. Does nothing when they are there already.
set -eu
cd "$(dirname "$0")/../.."
folder=${1:?folder with a package-lock.json}
place=build/npm/$folder
want=$(cat "$folder/package-lock.json" "$folder/package.json" | cksum)
if [ "$(cat "$place/installed" 2>/dev/null)" != "$want" ]; then
	mkdir -p "$place"
	cp "$folder/package.json" "$folder/package-lock.json" "$folder/.npmrc" "$place/"
	(cd "$place" && npm ci --no-progress >npm.log 2>&1) || { tail -20 "$place/npm.log" >&2; exit 1; }
	echo "$want" >"$place/installed"
fi
ln -sfn "$PWD/$place/node_modules" "$folder/node_modules"
