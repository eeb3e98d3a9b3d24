# The image of the operator. Both bases are taken by digest, and without one the build fails:
#
#     docker build --build-arg NODE_DIGEST=sha256:… --build-arg BASE_DIGEST=sha256:… .
#
# The release workflow looks the digests up, builds with them, and signs what it got (docs/image.md).
ARG NODE_DIGEST
ARG BASE_DIGEST

FROM --platform=$BUILDPLATFORM docker.io/library/node:24-trixie-slim@${NODE_DIGEST} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN ["npm", "ci", "--ignore-scripts"]
COPY . .
ARG SOURCE_DATE_EPOCH=0
RUN ["node", "tools/image/stage.ts", "/stage"]

# Node 24, its libraries, root certificates, and nothing else: no shell, no package manager.
FROM gcr.io/distroless/nodejs24-debian13@${BASE_DIGEST}
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="calico-operator" \
      org.opencontainers.image.description="Installs, configures, upgrades and heals Calico networking" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /stage /
# Nothing is written, no process started, no code made from text: docs/image.md.
ENV NODE_OPTIONS="--max-semi-space-size=1 --max-old-space-size=64 --disable-proto=throw --disallow-code-generation-from-strings --permission --allow-fs-read=*"
USER 10001:10001
ENTRYPOINT ["/usr/bin/operator"]
