import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import type { StoredExchange } from '../../../src/model/stored-exchange.ts';
import type { Secrets } from '../../../src/model/target.ts';
import { recordedRun } from './recorded-run.ts';
import { leaksOf } from './traces.ts';
import { madeTarget } from '../../model/made-target.ts';
import { onLoopback } from '../../exchange/on-loopback.ts';

const jwt = (claim: string): string =>
  ['{"alg":"HS256"}', `{"sub":"${claim}","n":"8dK2"}`, 'signature-of-it-Qz81']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

/** The secrets that the laundry issues, each at another location. */
const born = {
  access: 'lt_access_7Gh2Kq9ZrT5wX1',
  refresh: 'lt_refresh_Pz8Vb3NmQ6yU0c',
  camel: 'Zx41-camel-Vq77-Rt52-Kp90',
  nested: 'inner0Secret9Wq8Er7Ty6',
  stringified: 'strung5Up4In3Json2Xy1',
  encoded: 'based64Only7Hj3Lk9Mn',
  header: 'hdr-7f3Kd82Lq1Zx0Vb9',
  cookie: 'ck9Q8w7E6r5T4y3U2i1O',
  location: 'loc7Aq2Ws3Ed4Rf5Tg6Y',
  code: 'SplxlOBeZQQYbYS6WxSbIA',
  errorText: 'errTok8Uj7Ik6Ol5Pq4Rs',
  jwt: jwt('washer'),
  bare: 'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  pem: 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDKq1\nZ8s0VbXk2Nw7Pq4Rt6Yu9Io3As5Df8Gh1Jk2LzXcVbNm4QwErTyUiOpAsD',
  basic: Buffer.from('washer:Pa55-of-the-washer').toString('base64'),
  operator: 'opPassword-91Fz-Kw37',
} as const;

/** Too short, or too similar to a word, to be recognised elsewhere: masked where they are named. */
const inPlace = ['hunter2', 'swordfish'];

const document = {
  openapi: '3.1.0',
  info: { title: 'Laundry', version: '1' },
  security: [{ tag: [] }],
  paths: {
    '/machines': {
      get: {
        operationId: 'machines',
        responses: { '200': { description: 'ok', content: { 'application/json': { schema: { $ref: '#/components/schemas/Machines' } } } } },
      },
    },
    '/session': {
      get: {
        operationId: 'session',
        responses: { '200': { description: 'ok', content: { 'application/json': { schema: { $ref: '#/components/schemas/Session' } } } } },
      },
    },
    '/door': { get: { operationId: 'door', responses: { '302': { description: 'elsewhere' } } } },
    '/broken': {
      get: {
        operationId: 'broken',
        responses: { '200': { description: 'ok', content: { 'application/json': { schema: { type: 'object' } } } } },
      },
    },
    '/log': { get: { operationId: 'log', responses: { '200': { description: 'ok', content: { 'text/plain': {} } } } } },
  },
  components: {
    securitySchemes: { tag: { type: 'apiKey', in: 'header', name: 'X-Tag' } },
    schemas: {
      Machines: {
        type: 'object',
        required: ['items', 'next_page_token'],
        properties: {
          items: { type: 'array', items: { type: 'object' } },
          next_page_token: { type: 'string', const: 'cursor-of-page-two-0001' },
        },
      },
      Session: {
        type: 'object',
        required: ['access_token', 'token_type', 'tokens_used', 'missing'],
        properties: {
          access_token: { type: 'string', pattern: '^lt_access_', minLength: 22 },
          token_type: { const: 'bearer' },
          tokens_used: { const: 12 },
          secretName: { const: 'laundry-secret-of-may' },
          passwordPolicy: { const: 'at-least-12-characters' },
        },
      },
    },
  },
};

const startLaundry = async (key: string): Promise<string> => {
  const asked = new Set<string>();
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const json = (status: number, value: unknown, headers: Record<string, string> = {}): void => {
      outgoing.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      outgoing.end(JSON.stringify(value));
    };
    if (incoming.headers['x-tag'] !== key) return json(401, { error: 'no tag' }, { 'WWW-Authenticate': 'Tag realm="machines"' });
    asked.add(incoming.url ?? '');
    // A secret cannot be recognised before it is issued.
    if (incoming.url === '/log' && asked.size < 5) return void setTimeout(() => answer(incoming, outgoing), 300);
    const everything = Object.values(born).join(' ; ');
    switch (incoming.url) {
      case '/session':
        return json(
          200,
          {
            access_token: born.access,
            refreshToken: born.refresh,
            'api-key': born.camel,
            token_type: 'bearer',
            tokens_used: 12,
            secretName: 'laundry-secret-of-may',
            passwordPolicy: 'at-least-12-characters',
            user: { password: inPlace[0], passwd: inPlace[1], deep: [{ credentials: { value: born.nested } }] },
            copy: JSON.stringify({ client_secret: born.stringified, password: inPlace[1] }),
            blob: Buffer.from(JSON.stringify({ session: { id: born.encoded } })).toString('base64'),
            note: `issued ${born.jwt} and ${born.bare}`,
            pem: `-----BEGIN PRIVATE KEY-----\n${born.pem}\n-----END PRIVATE KEY-----`,
            operator: born.operator,
          },
          { 'X-Session-Token': born.header, 'Set-Cookie': `wash=${born.cookie}; Path=/; HttpOnly` },
        );
      case '/door':
        outgoing.writeHead(302, { Location: `/in?state=1&access_token=${born.location}&code=${born.code}#id_token=${born.jwt}` });
        return void outgoing.end();
      case '/broken':
        outgoing.writeHead(200, { 'Content-Type': 'application/json' });
        return void outgoing.end(`{"token":"${born.errorText}", broken Authorization: Basic ${born.basic}`);
      case '/log':
        outgoing.writeHead(200, {
          'Content-Type': 'text/plain',
          Location: '/why?code=over-the-quota-of-may',
          'X-All': everything.replaceAll('\n', ' '),
        });
        return void outgoing.end(
          `${everything}\n${Object.values(born)
            .map((one) => Buffer.from(`xx${one}`).toString('base64'))
            .join('\n')}`,
        );
      case '/machines':
        return json(200, { items: [{ id: 'm1' }], next_page_token: 'cursor-of-page-two-0001' });
      default:
        return json(404, { error: { message: `nothing here: ${everything}`, password: 'is required' } });
    }
  };
  const server = createServer(answer);
  return onLoopback(server);
};

const ownKey = 'lk_own_0123456789abcdef';

/** One run of the laundry, recorded and reported: its verdicts, and every text that it left. */
const wash = async (secrets: Secrets = { key: ownKey }) => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-laundry-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'laundry.json');
  writeFileSync(file, JSON.stringify(document));
  const directory = join(folder, 'run');
  mkdirSync(directory);
  const contract = await loadContract(file);
  const target = madeTarget({
    name: 'laundry',
    contract: file,
    baseUrl: await startLaundry(secrets.key ?? ''),
    values: { 'POST /login': { password: born.operator } },
    http: { timeoutMs: 3000, headers: {} },
  });
  const { events, files } = await recordedRun(contract, target, secrets, directory);
  const texts = new Map([...files, ['events', JSON.stringify(events)]]);
  const verdicts = events.flatMap((event) => (event.type === 'verdict' ? [event] : []));
  return { texts, verdicts };
};

test('no eight characters of an undeclared issued secret reach an event or a file', async () => {
  const { texts, verdicts } = await wash();
  expect(leaksOf(born, texts)).toEqual([]);
  const exchanges = texts.get(join('exchanges', '1.jsonl')) ?? '';
  for (const word of inPlace) expect(exchanges).not.toContain(word);
  expect(exchanges).toMatch(/wash=\[issued-\d+\]; Path=\/; HttpOnly/);
  // Descriptions of secrets are kept, and so is the position in a list.
  for (const kept of ['laundry-secret-of-may', 'at-least-12-characters', 'cursor-of-page-two-0001', 'over-the-quota-of-may', 'is required'])
    expect(exchanges).toContain(kept);
  // A masked value neither breaks nor keeps its schema; the breach beside it is reported.
  const fails = verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'fail' ? [`${verdict.finding.operation} ${verdict.finding.code} ${verdict.finding.where}`] : [],
  );
  expect(fails.toSorted()).toEqual(['GET /broken body-not-json #', 'GET /session schema-required #/missing']);
});

/** Is a case about the letter case of the credential, which not every credential has. */
const isCase = (id: string): boolean => id.startsWith('auth/credential-case-counts');

test.each(['none', 'key', 'id', '200', 'pass', 'm1'])('a credential "%s" changes no verdict and no word of the record', async (key) => {
  const [plain, short] = await Promise.all([wash(), wash({ key })]);
  const reported = ({ verdicts }: typeof plain) => verdicts.map(({ id, verdict }) => [id, isCase(id) ? '' : verdict.kind]).toSorted();

  expect(reported(short)).toEqual(reported(plain));
  const lines = (short.texts.get('run.jsonl') ?? '').trimEnd().split('\n');
  const types = (text: string | undefined): unknown[] =>
    (text ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { type: string }).type);
  expect(types(lines.join('\n')).toSorted()).toEqual(types(plain.texts.get('run.jsonl')).toSorted());
  const exchanges = (short.texts.get(join('exchanges', '1.jsonl')) ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as StoredExchange);
  for (const { request, sent, reply } of exchanges) {
    expect(['valid', 'none', 'blank', 'altered', 'made-up', 'misplaced']).toContain(request.credential.kind);
    expect(['GET', 'HEAD']).toContain(sent.method);
    expect(sent.headers.filter(([name, value]) => name === 'x-tag' && value === key)).toEqual([]);
    expect(reply.kind).toBe('answer');
  }
});
