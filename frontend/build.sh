#!/bin/sh
# Compiles GOV.UK Frontend into goldenthread/foundation/static/foundation/vendor/govuk-frontend.
# Only needed when its version changes; needs Node with npm. Users never run it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$here/../goldenthread/foundation/static/foundation/vendor/govuk-frontend
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/govuk-frontend.scss" "$work"
cd "$work"
npm install --silent --no-save --no-package-lock govuk-frontend@6.3.0 sass@1.108.2
npx sass --pkg-importer=node --style=compressed --no-source-map --no-error-css govuk-frontend.scss "$out/govuk-frontend.min.css"
sed 's|//# sourceMappingURL=.*||' node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js > "$out/govuk-frontend.min.js"
cd "$out"
sha256sum govuk-frontend.min.css govuk-frontend.min.js LICENSE.txt > SHA256SUMS
