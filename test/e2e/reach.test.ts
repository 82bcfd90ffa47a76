import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { selfSigned } from '../../src/reference/kit/certificate.ts';
import { afterTest } from '../beside-others.ts';
import { connectProxy } from '../exchange/connect-proxy.ts';
import { assay, emptyFolder } from './assay.ts';

const proxyPassword = 'proxy-pass-word-1';
const token = 'boat-token-for-this-test';
const gateKey = 'gate-key-for-this-test';
const signingSecret = 'signing-secret-for-this-test';

const document = {
  openapi: '3.1.0',
  info: { title: 'Boats', version: '1' },
  servers: [{ url: '/api' }],
  components: { securitySchemes: { crew: { type: 'http', scheme: 'bearer' } } },
  security: [{ crew: [] }],
  paths: {
    '/boats': {
      get: {
        responses: {
          200: { description: 'ok', content: { 'application/json': { schema: { type: 'array', items: { type: 'object' } } } } },
          401: { description: 'no' },
        },
      },
    },
  },
};

const signatureOf = (method: string, url: string): string => createHmac('sha256', signingSecret).update(`${method} ${url}`).digest('hex');

/** An API behind a client certificate, a gateway and signatures, which serves its own document and repeats what it was sent. */
const startBoats = async (trusted: string) => {
  const own = selfSigned();
  const state = { description: 'as it was' };
  const server = createServer({ cert: own.certificate, key: own.key, ca: trusted, requestCert: true }, (request, response) => {
    const { method = '', url = '', headers } = request;
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'www-authenticate': 'Bearer' }).end(JSON.stringify(body));
    };
    if (headers['x-gate'] !== gateKey && url !== '/v3/api-docs') answer(500, { error: 'no gate key' });
    else if (url === '/v3/api-docs') answer(200, { ...document, info: { ...document.info, description: state.description } });
    else if (!url.startsWith('/api/boats') || url !== '/api/boats') answer(404, { error: 'nothing' });
    else if (headers['x-signature'] !== signatureOf(method, url)) answer(500, { error: 'wrong signature' });
    else if (headers.authorization !== `Bearer ${token}`) answer(401, { error: 'who' });
    else answer(200, [{ sent: { ...headers, 'x-signature': undefined } }]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTest(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return { origin: `https://127.0.0.1:${port}`, ca: own.certificate, state };
};

const hooks = `import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
export const beforeRequest = ({ method, url }: { method: string; url: string }) => {
  const { pathname, search } = new URL(url);
  return { headers: { 'X-Signature': createHmac('sha256', '${signingSecret}').update(\`\${method} \${pathname}\${search}\`).digest('hex') } };
};
export const onFinish = (run: { exitCode: number }) => writeFileSync('told.txt', String(run.exitCode));
`;

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));

test('an API behind a proxy, a client certificate, a gateway and signatures is judged, and no secret is in any file', async () => {
  const client = selfSigned('client.example');
  const boats = await startBoats(client.certificate);
  const proxy = await connectProxy({ credentials: `ann:${proxyPassword}` });
  const cwd = emptyFolder();
  const write = (name: string, text: string): void => writeFileSync(join(cwd, name), text);
  write('server.pem', boats.ca);
  write('client.pem', client.certificate);
  write('hooks.ts', hooks);
  write(
    '.env',
    `TOKEN=${token}\nGATE=${gateKey}\nPROXY=${proxy.origin.replace('//', `//ann:${proxyPassword}@`)}\nCLIENT_KEY="${client.key}"\n`,
  );
  write(
    'assay.config.yaml',
    `targets:
  boats:
    contract: ${boats.origin}
    hooks: ./hooks.ts
    http: { proxy: env:PROXY, ca: file:server.pem, cert: file:client.pem, key: env:CLIENT_KEY }
`,
  );
  const reached = ['--env-file', '.env', '--auth', 'env:TOKEN', '--header', 'X-Gate: env:GATE'];
  const run = await assay(['run', ...reached, '--report', 'summary,html'], { cwd });
  expect(run.stderr).toContain(`read ${boats.origin}/v3/api-docs, to judge ${boats.origin}/api`);
  expect([run.code, run.stdout]).toEqual([0, expect.stringContaining('1 of 1 operation exercised')]);
  expect(proxy.asked.length).toBeGreaterThan(0);
  expect(readFileSync(join(cwd, 'told.txt'), 'utf8')).toBe('0');

  const keyLine = client.key.split('\n')[1] ?? '';
  const secrets = [token, gateKey, proxyPassword, keyLine, signatureOf('GET', '/api/boats')];
  for (const file of filesIn(join(cwd, 'reports'))) {
    if (!statSync(file).isFile()) continue;
    const text = readFileSync(file, 'utf8');
    expect([file, secrets.filter((secret) => text.includes(secret))]).toEqual([file, []]);
  }
  expect(secrets.filter((secret) => `${run.stdout}${run.stderr}`.includes(secret))).toEqual([]);

  boats.state.description = 'as it is now';
  const replayed = await assay(['replay', 'latest', 'status/declared', '--env-file', '.env', '--json'], { cwd });
  expect([replayed.code, JSON.parse(replayed.stdout)]).toMatchObject([0, { same: true, contractChanged: true, hooksChanged: false }]);
});
