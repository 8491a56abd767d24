#!/bin/sh
# Make the virtual environment with the first Python that is new enough: venv.sh PYTHON FOLDER
set -eu
for python in "$1" python3 python3.13 python3.12 python3.11 python3.14; do
  if command -v "$python" >/dev/null 2>&1 \
    && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
      if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq </dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv </dev/null
      else
        echo "$python has no venv module: install it (on Debian: apt install python3-venv) and try again" >&2
        exit 1
      fi
    fi
    exec "$python" -m venv "$2"
  fi
done
echo "Python 3.11 or newer is needed; name it with PYTHON=/path/to/python make ..." >&2
exit 1
