# assay as a command in a container:
#   docker build -t assay .
#   docker run --rm --network host -v "$PWD:/project" assay run ./openapi.yaml --base-url http://127.0.0.1:8080
ARG NODE_VERSION=24

FROM node:${NODE_VERSION}-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# No dependency has to run a script of its own; what `prepare` does follows below.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY spec ./spec
COPY src ./src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:${NODE_VERSION}-slim
ENV NODE_ENV=production
WORKDIR /opt/assay
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
COPY --from=build /build/spec ./spec
COPY README.md CHANGELOG.md LICENSE ./
# A volume that is mounted on the empty folder of the reports takes over its owner.
RUN ln -s /opt/assay/dist/bundle/main.js /usr/local/bin/assay && mkdir -p /project/reports && chown -R node:node /project
USER node
WORKDIR /project
ENTRYPOINT ["assay"]
CMD ["--help"]
