#!/bin/sh
# Prints the resource list of the data folder $1: what lies there is compiled in.
set -e
cd "$1"
echo '<?xml version="1.0" encoding="UTF-8"?>'
echo '<gresources><gresource prefix="/account-doctor">'
for file in facts.keys findings/*.finding providers/*.provider ui/*.ui ui/*.css; do
  [ -e "$file" ] && echo "  <file>$file</file>"
done
echo '  <file>providers.index</file>'
echo '</gresource></gresources>'
