// The servers of field-servers.mjs. Each row: `name`, `language` (of the server), `by` (the client that installs it), `packages` (with
// exact versions), `start` (the command, with fresh data below `data`), `document` (its address) or `documentFile` (where the package
// has it), `ready` (an address that answers once the server runs, if not the document), `basePath`, `fill` (what its operator would
// put in first), and `give`: what an operator writes into the config after `assay init`.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const python = ({ packages }) => join(packages, 'bin/python');
const token = 'field-token-5b1e7c';

export const servers = [
  {
    name: 'httpbin',
    language: 'Python',
    by: 'pip',
    packages: ['httpbin==0.10.4'],
    document: '/spec.json',
    start: (place) => ({
      run: python(place),
      args: ['-c', `from httpbin import app; app.run(host='127.0.0.1', port=${place.port})`],
    }),
    give: () => ({
      credentials: {},
      set: { 'values.*.n': 2, 'values.*.delay': 1, 'values.*.codes': 200, 'values.*.user': 'field', 'values.*.passwd': 'field-word', 'values.*.qop': 'auth', 'values.*.value': 'dmFsdWU=', 'values.*.anything': 'thing', 'values.*.numbytes': 64, 'values.*.offset': 1, 'values.*.etag': 'tag', 'values.*.name': 'field' },
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
    give: () => ({ set: { 'values.*.tenant': 'default_tenant', 'values.*.database': 'default_database' } }),
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
      args: ['-m', 'jupyter_server', '--ip=127.0.0.1', `--port=${port}`, '--no-browser', '--allow-root', `--IdentityProvider.token=${token}`, `--ServerApp.root_dir=${data}`],
      env: { JUPYTER_CONFIG_DIR: join(data, '.config'), JUPYTER_DATA_DIR: join(data, '.data'), JUPYTER_RUNTIME_DIR: join(data, '.runtime') },
    }),
    give: () => ({ headers: { authorization: `token ${token}` } }),
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
    name: 'WireMock',
    language: 'Java',
    by: 'maven',
    packages: ['org.wiremock:wiremock-standalone:3.9.1'],
    document: '/__admin/docs/swagger',
    start: ({ packages, data, port }) => ({
      run: 'java',
      args: ['-jar', join(packages, 'wiremock-standalone-3.9.1.jar'), '--port', String(port), '--bind-address', '127.0.0.1', '--root-dir', data],
    }),
  },
];
