# The proxy out of Debian's package, with the public image's entry point, user and place of configuration: for machines
# that reach a mirror of Debian and no registry of images. `make compose-test` builds it where haproxy cannot be pulled.
FROM python:3.11-slim-bookworm
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends haproxy >/dev/null
RUN printf '%s\n' '#!/bin/sh' 'set -e' \
    'if [ "${1#-}" != "$1" ]; then set -- haproxy "$@"; fi' \
    'if [ "$1" = haproxy ]; then shift; set -- haproxy -W -db "$@"; fi' \
    'exec "$@"' > /usr/local/bin/docker-entrypoint.sh \
 && chmod 755 /usr/local/bin/docker-entrypoint.sh
STOPSIGNAL SIGUSR1
USER haproxy
WORKDIR /var/lib/haproxy
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["haproxy", "-f", "/usr/local/etc/haproxy/haproxy.cfg"]
