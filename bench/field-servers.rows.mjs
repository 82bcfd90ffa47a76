// The servers of field-servers.mjs. Each row: `name`, `language` (of the server), `by` (the client that installs it), `packages` (with
// exact versions), `start` (the command, with fresh data below `data`), `document` (its address) or `documentFile` (where the package
// has it), `ready` (an address that answers once the server runs, if not the document),
// `basePath`, and `give`: what an operator writes into the config after `assay init`.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const python = ({ packages }) => join(packages, 'bin/python');
const token = 'field-token-5b1e7c';
const ofWrites = (path, values, methods = ['PUT', 'POST', 'PATCH', 'DELETE']) =>
  Object.fromEntries(methods.map((method) => [`${method} ${path}`, values]));
const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java';
const petstore = ({ packages }) => join(packages, 'node_modules/@readme/oas-examples/3.0/json/petstore.json');

/** The document of Jupyter Server does not say that a token is required. */
const jupyterToken = {
  overlay: '1.0.0',
  info: { title: 'The token', version: '1' },
  actions: [
    // Two sessions of one path are the same.
    { target: '$.definitions.Session.properties.path', update: { example: 'field.ipynb', 'x-unique': true } },
    {
      target: '$',
      update: { security: [{ token: [] }], securityDefinitions: { token: { type: 'apiKey', in: 'header', name: 'Authorization' } } },
    },
  ],
};

const kintoConfig = (port) => `[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = ${port}

[app:main]
use = egg:kinto
kinto.storage_backend = kinto.core.storage.memory
kinto.cache_backend = kinto.core.cache.memory
kinto.permission_backend = kinto.core.permission.memory
kinto.userid_hmac_secret = field
multiauth.policies = basicauth
kinto.bucket_create_principals = system.Authenticated
`;

/** A config of pygeoapi with one collection. */
const geodata = (data, port, base) => ({
  server: {
    bind: { host: '127.0.0.1', port },
    url: base,
    mimetype: 'application/json; charset=UTF-8',
    encoding: 'utf-8',
    language: 'en-US',
    limits: { default_items: 10, max_items: 50 },
    map: { url: `${base}/tiles/{z}/{x}/{y}.png`, attribution: 'none' },
  },
  logging: { level: 'ERROR' },
  metadata: {
    identification: {
      title: 'Wells',
      description: 'Wells',
      keywords: ['wells'],
      keywords_type: 'theme',
      terms_of_service: 'none',
      url: base,
    },
    license: { name: 'none', url: base },
    provider: { name: 'field', url: base },
    contact: { name: 'field', position: 'none' },
  },
  resources: {
    wells: {
      type: 'collection',
      title: 'Wells',
      description: 'Wells',
      keywords: ['wells'],
      links: [],
      extents: { spatial: { bbox: [-180, -90, 180, 90], crs: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84' } },
      providers: [
        { type: 'feature', name: 'CSV', data: join(data, 'wells.csv'), id_field: 'id', geometry: { x_field: 'lon', y_field: 'lat' } },
      ],
    },
    'hello-world': { type: 'process', processor: { name: 'HelloWorld' } },
  },
});

export const servers = [
  {
    name: 'httpbin',
    language: 'Python',
    by: 'pip',
    packages: ['httpbin[mainapp]==0.10.4'],
    document: '/spec.json',
    start: (place) => ({
      run: python(place),
      args: ['-c', `from httpbin import app; app.run(host='127.0.0.1', port=${place.port})`],
    }),
    give: () => ({
      values: {
        '*': {
          n: 2,
          delay: 1,
          codes: 200,
          user: 'field',
          passwd: 'field-word',
          qop: 'auth',
          value: 'dmFsdWU=',
          anything: 'thing',
          numbytes: 64,
          offset: 1,
          etag: 'tag',
          name: 'field',
        },
        ...ofWrites('/delay/{delay}', { delay: 1 }),
        ...ofWrites('/status/{codes}', { codes: 200 }),
        ...ofWrites('/anything/{anything}', { anything: 'thing' }),
      },
    }),
  },
  {
    name: 'Chroma',
    language: 'Rust',
    by: 'pip',
    packages: ['chromadb==1.5.9'],
    document: '/openapi.json',
    ready: '/api/v2/heartbeat',
    start: ({ packages, data, port }) => ({
      run: join(packages, 'bin/chroma'),
      args: ['run', '--host', '127.0.0.1', '--port', String(port), '--path', join(data, 'store')],
    }),
    give: () => ({
      credentials: { key: token },
      values: { '*': { tenant: 'default_tenant', database: 'default_database', tenant_name: 'default_tenant' } },
    }),
  },
  {
    name: 'Jupyter Server',
    language: 'Python',
    by: 'pip',
    packages: ['jupyter-server==2.21.1', 'ipykernel==6.29.5'],
    // Its address asks for the token; the package has the same file.
    documentFile: ({ packages }) => join(packages, 'lib/python3.11/site-packages/jupyter_server/services/api/api.yaml'),
    ready: '/api',
    start: ({ packages, data, port }) => ({
      run: join(packages, 'bin/python'),
      args: [
        '-m',
        'jupyter_server',
        '--ip=127.0.0.1',
        `--port=${port}`,
        '--no-browser',
        '--allow-root',
        `--IdentityProvider.token=${token}`,
        `--ServerApp.root_dir=${data}`,
      ],
      env: {
        JUPYTER_CONFIG_DIR: join(data, '.config'),
        JUPYTER_DATA_DIR: join(data, '.data'),
        JUPYTER_RUNTIME_DIR: join(data, '.runtime'),
      },
    }),
    give: () => ({
      overlay: jupyterToken,
      credentials: { key: `token ${token}` },
      headers: { authorization: `token ${token}` },
      values: {
        '*': { section_name: 'notebook' },
        'PATCH /api/config/{section_name}': { section_name: 'notebook', body: { field: true } },
        'PUT /api/contents/{path}': { body: { type: 'file', format: 'text', content: 'field' } },
        'PATCH /api/contents/{path}': { body: { path: 'moved.txt' } },
        'POST /api/kernels': { body: { name: 'python3' } },
        'POST /api/sessions': { type: 'notebook', kernel: { name: 'python3' } },
      },
    }),
  },
  {
    name: 'Kinto',
    language: 'Python',
    by: 'pip',
    packages: ['kinto==26.5.0', 'setuptools==79.0.1'],
    document: '/v1/__api__',
    basePath: '/v1',
    start: ({ packages, data, port }) => {
      const file = join(data, 'kinto.ini');
      writeFileSync(file, kintoConfig(port));
      return { run: join(packages, 'bin/kinto'), args: ['start', '--ini', file, '--port', String(port)] };
    },
    // Whoever signs in first with a name and a password is known by them.
    give: () => ({
      credentials: { key: 'field:word' },
      headers: { authorization: `Basic ${Buffer.from('field:word').toString('base64')}` },
    }),
  },
  {
    name: 'LoopBack todo',
    language: 'Node',
    by: 'npm',
    packages: ['@loopback/example-todo@6.0.0'],
    document: '/openapi.json',
    start: ({ packages, data, port }) => {
      cpSync(join(packages, 'node_modules/@loopback/example-todo/data'), join(data, 'data'), { recursive: true });
      return {
        run: process.execPath,
        args: [
          '-e',
          `require(${JSON.stringify(join(packages, 'node_modules/@loopback/example-todo'))}).main({rest:{port:${port},host:'127.0.0.1',openApiSpec:{setServersFromRequest:true}}})`,
        ],
      };
    },
  },
  {
    name: 'PetClinic',
    language: 'Java',
    by: 'variable',
    packages: ['PETCLINIC_JAR', 'PETCLINIC_DOCUMENT'],
    // The document that its project publishes; the one that it serves is made from its code.
    documentFile: () => process.env.PETCLINIC_DOCUMENT,
    basePath: '/petclinic/api',
    ready: '/petclinic/v3/api-docs',
    start: ({ port }) => ({
      run: java,
      args: ['-Xmx700m', '-jar', process.env.PETCLINIC_JAR, `--server.port=${port}`, '--server.address=127.0.0.1'],
    }),
  },
  {
    name: 'Books',
    language: 'Node',
    by: 'variable',
    packages: ['BOOKS_FOLDER'],
    documentFile: () => join(process.env.BOOKS_FOLDER, 'openapi.yaml'),
    ready: '/',
    basePath: '/api/v1',
    start: ({ port }) => ({ run: process.execPath, args: [join(process.env.BOOKS_FOLDER, 'server.mjs')], env: { PORT: String(port) } }),
    give: () => ({ credentials: { key: 'lib_live_4f9a1c7e22d84b10', second: 'lib_live_77b0e3d9a5f24c6e' } }),
  },
  {
    name: 'WireMock',
    language: 'Java',
    by: 'maven',
    packages: ['org.wiremock:wiremock-standalone:3.9.1'],
    document: '/__admin/docs/swagger',
    start: ({ packages, data, port }) => ({
      run: java,
      args: [
        '-jar',
        join(packages, 'wiremock-standalone-3.9.1.jar'),
        '--port',
        String(port),
        '--bind-address',
        '127.0.0.1',
        '--root-dir',
        data,
      ],
    }),
    give: () => {
      const body = { matchesJsonPath: '$.field' };
      return {
        values: {
          'POST /__admin/mappings/find-by-metadata': { body },
          'POST /__admin/mappings/remove-by-metadata': { body },
          'POST /__admin/requests/remove-by-metadata': { body },
          'POST /__admin/settings': { body: { fixedDelay: 1 } },
        },
      };
    },
  },
  {
    name: 'Nessie',
    language: 'Java',
    by: 'maven',
    packages: ['org.projectnessie.nessie:nessie-quarkus:0.99.0:jar:runner'],
    document: '/nessie-openapi/openapi.yaml',
    basePath: '/api',
    start: ({ packages, port }) => ({
      run: java,
      args: [
        '-Dquarkus.http.host=127.0.0.1',
        `-Dquarkus.http.port=${port}`,
        '-Dquarkus.management.enabled=false',
        '-jar',
        join(packages, 'nessie-quarkus-0.99.0-runner.jar'),
      ],
    }),
    give: () => {
      const namespace = { ref: 'main', name: 'field', body: { type: 'NAMESPACE', elements: ['field'] } };
      return {
        values: {
          '*': { ref: 'main', name: 'field', key: 'field', referenceType: 'branch', 'from-ref': 'main', 'to-ref': 'main' },
          'GET /v1/namespaces/namespace/{ref}/{name}': { ref: 'main', name: 'field' },
          'DELETE /v1/namespaces/namespace/{ref}/{name}': { ref: 'main', name: 'field' },
          ...ofWrites('/v1/namespaces/namespace/{ref}/{name}', namespace, ['PUT', 'POST']),
          'POST /v1/trees/branch/{branchName}/commit': { branchName: 'main' },
          'POST /v1/trees/branch/{branchName}/merge': { branchName: 'main' },
          'POST /v2/trees/{branch}/history/commit': { branch: 'main' },
          'POST /v2/trees/{branch}/history/merge': { branch: 'main' },
          'POST /v2/trees/{ref}/contents': { ref: 'main' },
          'POST /v1/trees/tree': { body: { type: 'BRANCH', name: 'field-1' } },
          'POST /v2/trees': { name: 'field-2', type: 'BRANCH', body: { type: 'BRANCH', name: 'main' } },
        },
      };
    },
  },
  {
    name: 'Alertmanager',
    language: 'Go',
    by: 'go',
    packages: ['github.com/prometheus/alertmanager/cmd/alertmanager@v0.27.0'],
    // It is not served.
    documentFile: (_, output) =>
      join(output('go', ['env', 'GOMODCACHE']), 'github.com/prometheus/alertmanager@v0.27.0/api/v2/openapi.yaml'),
    basePath: '/api/v2',
    ready: '/-/ready',
    start: ({ packages, data, port }) => {
      const config = join(data, 'alertmanager.yml');
      writeFileSync(config, 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n');
      return {
        run: join(packages, 'bin/alertmanager'),
        args: [
          `--config.file=${config}`,
          `--storage.path=${join(data, 'store')}`,
          `--web.listen-address=127.0.0.1:${port}`,
          '--cluster.listen-address=',
        ],
      };
    },
    give: () => {
      const inSeconds = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();
      const matchers = [{ name: 'alertname', value: 'field', isRegex: false }];
      const [startsAt, endsAt] = [inSeconds(60), inSeconds(3600)];
      return { values: { 'POST /silences': { body: { matchers, startsAt, endsAt, createdBy: 'field', comment: 'field' } } } };
    },
  },
  {
    name: 'Phoenix',
    language: 'Python',
    by: 'pip',
    packages: ['arize-phoenix==20.26.1'],
    document: '/openapi.json',
    start: (place) => ({
      run: python(place),
      args: ['-m', 'phoenix.server.main', 'serve'],
      env: {
        PHOENIX_HOST: '127.0.0.1',
        PHOENIX_PORT: String(place.port),
        PHOENIX_GRPC_PORT: String(place.otherPort),
        PHOENIX_WORKING_DIR: place.data,
        PHOENIX_TELEMETRY_ENABLED: 'false',
      },
    }),
  },
  {
    name: 'pygeoapi',
    language: 'Python',
    by: 'pip',
    packages: ['pygeoapi==0.21.0'],
    document: '/openapi?f=json',
    ready: '/',
    start: (place) => {
      const { packages, data, port, base } = place;
      const config = join(data, 'config.json');
      writeFileSync(join(data, 'wells.csv'), 'id,depth,lon,lat\n1,12.5,7.1,50.2\n2,30,7.4,50.9\n');
      writeFileSync(config, JSON.stringify(geodata(data, port, base)));
      return {
        run: 'sh',
        args: [
          '-c',
          `"${join(packages, 'bin/pygeoapi')}" openapi generate "${config}" --output-file openapi.yml && exec "${join(packages, 'bin/pygeoapi')}" serve`,
        ],
        env: { PYGEOAPI_CONFIG: config, PYGEOAPI_OPENAPI: join(data, 'openapi.yml') },
      };
    },
  },
  {
    name: 'Prism',
    language: 'Node',
    by: 'npm',
    packages: ['@stoplight/prism-cli@5.14.2', '@readme/oas-examples@8.2.2'],
    documentFile: petstore,
    ready: '/',
    start: (place) => ({
      run: process.execPath,
      args: [
        join(place.packages, 'node_modules/@stoplight/prism-cli/dist/index.js'),
        'mock',
        '-h',
        '127.0.0.1',
        '-p',
        String(place.port),
        petstore(place),
      ],
    }),
    give: () => ({ credentials: { key: token, schemes: { api_key: token } } }),
  },
  {
    name: 'Directus',
    language: 'Node',
    by: 'npm',
    packages: ['directus@11.3.5'],
    document: `/server/specs/oas?access_token=${token}`,
    ready: '/server/ping',
    start: (place) => {
      const cli = JSON.stringify(join(place.packages, 'node_modules/directus/cli.js'));
      return {
        run: 'sh',
        args: ['-c', `node ${cli} bootstrap && exec node ${cli} start`],
        env: {
          HOST: '127.0.0.1',
          PORT: String(place.port),
          PUBLIC_URL: place.base,
          DB_CLIENT: 'sqlite3',
          DB_FILENAME: join(place.data, 'directus.db'),
          STORAGE_LOCAL_ROOT: join(place.data, 'uploads'),
          SECRET: token,
          ADMIN_EMAIL: 'field@example.com',
          ADMIN_PASSWORD: token,
          ADMIN_TOKEN: token,
          TELEMETRY: 'false',
        },
      };
    },
    // Most operations of its document declare no security, and ask for the token; these four are open to everybody.
    give: () => ({
      overlay: {
        overlay: '1.0.0',
        info: { title: 'The token', version: '1' },
        actions: [
          { target: '$', update: { security: [{ Auth: [] }] } },
          ...['/server/ping', '/server/info', '/utils/random/string', '/utils/hash/generate'].map((path) => ({
            target: `$.paths['${path}'].*`,
            update: { security: [] },
          })),
        ],
      },
      credentials: { key: `Bearer ${token}` },
      headers: { authorization: `Bearer ${token}` },
    }),
  },
];
