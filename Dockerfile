FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# The install scripts only fetch another Node.js, for the tests.
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY scripts/build.ts scripts/
COPY src src
RUN npm run build

FROM node:24-slim
LABEL org.opencontainers.image.title="Plimsoll" \
      org.opencontainers.image.description="Tags what a cluster runs with version, known CPU and memory regressions and expected usage, as Prometheus metrics." \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
COPY package.json LICENSE ./
COPY bin bin
COPY catalog catalog
COPY rules-templates rules-templates
COPY demo demo
COPY --from=build /build/dist dist
# Most of what discovery reads is looked at once: a small nursery, and few arenas, keep a fifth less of it resident.
ENV NODE_OPTIONS="--max-semi-space-size=2" \
    MALLOC_ARENA_MAX="2"
# A number, so that Kubernetes can tell that it is not root.
USER 65532:65532
EXPOSE 9848
ENTRYPOINT ["node", "/app/bin/plimsoll.js"]
CMD ["serve"]
