# The server and nothing else: no shell, no package manager, not root.
#   docker build -t backlinks .      (or: buildah build, or ./dev image)
#   docker run --read-only --tmpfs /tmp --cap-drop ALL \
#     -p 127.0.0.1:50051:50051 backlinks --insecure_listen
# /tmp is needed by the embedded upstream alone. It listens on 0.0.0.0, so that it
# needs the flags of TLS, or --insecure_listen where the network encrypts.

# Give a digest to build on exactly one base: --build-arg DEBIAN=debian@sha256:…
# Labels: --build-arg REVISION=COMMIT, SOURCE=URL of the repository, LICENSES=SPDX.
ARG DEBIAN=debian:12.12-slim

FROM ${DEBIAN} AS build
WORKDIR /src
COPY .dev/packages.txt .dev/
RUN apt-get update -qq && \
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y \
      --no-install-recommends ca-certificates \
      $(awk '$1 ~ /(^|,)build(,|$)/ {print $2}' .dev/packages.txt) >/dev/null && \
    rm -rf /var/lib/apt/lists/*
COPY . .
RUN ./dev build release backlinks-server packed_sample_data
RUN .dev/image_root build/release/bin/backlinks-server /image

FROM scratch
COPY --from=build /image /
# Made of CMakeLists.txt by ./dev chart.
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG SOURCE=unknown
# An SPDX expression; the licenses of what Debian packages are in /usr/share/doc.
ARG LICENSES=NOASSERTION
LABEL org.opencontainers.image.title="backlinks" \
      org.opencontainers.image.description="gRPC service that streams the backlinks of a domain, directory or URL" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.licenses="${LICENSES}" \
      org.opencontainers.image.base.name="scratch"
ENV BACKLINKS_LISTEN=0.0.0.0:50051 \
    BACKLINKS_ADMIN_LISTEN=0.0.0.0:9464 \
    BACKLINKS_EMBEDDED_DATA=/usr/share/backlinks/refpages.sqlite.zst
USER 65532:65532
EXPOSE 50051 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["/usr/bin/backlinks-server", "--healthcheck"]
ENTRYPOINT ["/usr/bin/backlinks-server"]
