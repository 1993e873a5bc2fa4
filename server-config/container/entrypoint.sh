#!/bin/sh
# Starts the command of the image. A password can be in a file: PROVISIONING_DATABASE_PASSWORD_FILE and
# PROVISIONING_DATABASE_MIGRATOR_PASSWORD_FILE name the files, for example secrets of Docker Compose.
set -eu
for name in PROVISIONING_DATABASE_PASSWORD PROVISIONING_DATABASE_MIGRATOR_PASSWORD; do
  file=$(printenv "${name}_FILE" || true)
  if [ -n "$file" ]; then
    # Separately, because "export" hides the failure of "cat".
    value=$(cat "$file")
    export "$name=$value"
    unset "${name}_FILE"
  fi
done
# Payara Micro unpacks itself into this folder with each start, and a server that was killed leaves 100 MB there.
rm -rf "${TMPDIR:-/tmp}"/payaramicro-rt*
exec "$@"
