#!/bin/sh
# tools/own-network.sh COMMAND...: runs a command in a network namespace of its own, with nothing but loopback, so that the
# addresses of Services can be taken there. Needs Linux; root, or user namespaces.
exec unshare --net --map-root-user sh -c 'ip link set lo up && exec "$@"' own-network "$@"
