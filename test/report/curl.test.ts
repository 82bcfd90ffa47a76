import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

import { admissionsOf } from '../../src/contract/admission.ts';
import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import { alter } from '../../src/exchange/alteration.ts';
import { presented } from '../../src/exchange/credential.ts';
import { credentialAlterations, credentialMisplacements, type CredentialUse } from '../../src/model/request.ts';
import type { StoredExchange } from '../../src/model/stored-exchange.ts';
import { curlCommand } from '../../src/report/curl.ts';
import type { JudgedTarget } from '../../src/report/secret-variables.ts';
import { madeSettings, storedExchange } from './support/made-run.ts';

const depot: JudgedTarget = { target: 'depot', baseUrl: 'http://127.0.0.1:4010/v1', settings: madeSettings };
const key = 'sk_Test-0123 aBc$x"y';

/** The arguments that curl gets when a shell runs the command. */
const wordsOf = (exchange: StoredExchange): string[] => wordsIn(curlCommand(exchange, depot).command, { DEPOT_KEY: key });

const wordsIn = (command: string, variables: Readonly<Record<string, string>>): string[] => {
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', `curl() { printf '%s\\0' "$@"; }\n${command}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', ...variables },
  });
  expect(stderr).toBe('');
  return stdout.split('\0').slice(0, -1);
};

const headersAmong = (words: readonly string[]): string[] => words.flatMap((word, at) => (words[at - 1] === '-H' ? [word] : []));

const headersOf = (exchange: StoredExchange): string[] => headersAmong(wordsOf(exchange));

/** The exchange of a request with a credential, recorded as the sender records it. */
const presenting = (credential: CredentialUse): StoredExchange => {
  const { recorded, query } = presented(credential, { key });
  const target = query.length === 0 ? '/v1/parcels' : `/v1/parcels?${query.map(([name]) => `${name}=[secret]`).join('&')}`;
  return storedExchange({ request: { credential }, sent: { target, headers: recorded } });
};

describe('a request as a curl command', () => {
  test('names method, address, header fields and body as they were sent', () => {
    const body = `{"name":"it's","note":"$(id) \`id\`"}`;
    const exchange = storedExchange({
      request: { operation: 'POST /parcels', method: 'POST' },
      sent: {
        method: 'POST',
        target: '/v1/parcels/a%2Fb/../c?x={1}&y=[2]',
        body,
        headers: [
          ['host', 'h'],
          ['content-type', 'application/json'],
          ['X-Empty', ''],
          ['content-length', '9'],
        ],
      },
    });
    expect(wordsOf(exchange)).toEqual([
      '-sS',
      '-i',
      '--http1.1',
      '--path-as-is',
      '-g',
      '-X',
      'POST',
      'http://127.0.0.1:4010/v1/parcels/a%2Fb/../c?x={1}&y=[2]',
      '-H',
      'content-type: application/json',
      '-H',
      'X-Empty;',
      '--data-raw',
      body,
    ]);
  });

  test('names no method if it is the default of curl, and asks only for headers with HEAD', () => {
    expect(wordsOf(storedExchange())).not.toContain('-X');
    expect(wordsOf(storedExchange({ sent: { method: 'HEAD' } }))).toContain('--head');
  });

  test('goes to the address of the request', () => {
    expect(wordsOf(storedExchange({ request: { base: { kind: 'named', name: 'plain' } } }))).toContain('http://127.0.0.1:4020/v1/parcels');
    const { command, notes } = curlCommand(storedExchange({ request: { base: { kind: 'named', name: 'auth' } } }), depot);
    expect(command).toContain(' /v1/parcels');
    expect(notes).toContain('The address was not recorded: put it in front of the path.');
  });

  test('has a variable for the credential, and says which it is', () => {
    expect(headersOf(storedExchange())).toContain(`authorization: Bearer ${key}`);
    const { command, notes } = curlCommand(storedExchange(), depot);
    expect(command).toContain('"authorization: Bearer $DEPOT_KEY"');
    expect(notes).toEqual(['DEPOT_KEY holds the credential "key".']);
  });

  for (const form of credentialAlterations) {
    test(`makes the form ${form} from the variable`, () => {
      const [header = ''] = headersOf(presenting({ kind: 'altered', name: 'key', form }));
      const sent = header.replace(/^authorization: Bearer /u, '');
      const meant = alter(key, form);
      expect(sent).not.toBe(key);
      expect(sent.length).toBe(meant.length);
      // Any other character in the middle or at the end will do.
      const open = form === 'middle-character-changed' ? Math.floor(key.length / 2) : key.length - 1;
      const closed = (text: string): string => text.slice(0, open) + text.slice(open + 1, key.length);
      expect(closed(sent)).toBe(closed(meant));
    });
  }

  for (const form of credentialMisplacements) {
    test(`presents the credential in the form ${form}`, () => {
      const exchange = presenting({ kind: 'misplaced', name: 'key', form });
      const { sent, query } = presented({ kind: 'misplaced', name: 'key', form }, { key });
      const words = wordsOf(exchange);
      if (form === 'basic-scheme') expect(words).toContain(`${key}:`);
      else if (query.length > 0) expect(words.map(decodeURIComponent)).toContain(`http://127.0.0.1:4010/v1/parcels?api_key=${key}`);
      else expect(headersOf(exchange)).toEqual(sent.map(([name, value]) => `${name}: ${value}`));
    });
  }

  test('says what it leaves out', () => {
    const { notes } = curlCommand(
      storedExchange({
        request: { credential: { kind: 'none' } },
        sent: { headers: [['X-Tenant', '[secret]']], body: 'a [secret] body', truncated: true },
      }),
      depot,
    );
    expect(notes).toEqual([
      'X_TENANT_VALUE holds the secret in the header X-Tenant.',
      'Only the beginning of the body was stored.',
      '[secret] in the body stands for a secret that was removed.',
    ]);
  });
});

describe('several credentials in one request', () => {
  const schemes = {
    harbourToken: { type: 'http', scheme: 'bearer' },
    'partner-id': { type: 'apiKey', in: 'header', name: 'X-Partner' },
    path: { type: 'apiKey', in: 'query', name: 'q key' },
    '2nd seat': { type: 'apiKey', in: 'cookie', name: 'seat' },
    counter: { type: 'http', scheme: 'basic' },
  };
  const every = ['harbourToken', 'partner-id', 'path', '2nd seat'];
  const asking = (names: readonly string[]): unknown => ({
    security: [Object.fromEntries(names.map((name) => [name, []]))],
    responses: { 200: { description: 'ok' } },
  });

  const harbour = async (): Promise<Contract> => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-harbour-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'harbour.json');
    const paths = { '/parcels': { get: asking(every) }, '/counter': { get: asking(['counter', 'path']) } };
    const info = { title: 'Harbour', version: '1' };
    writeFileSync(file, JSON.stringify({ openapi: '3.1.0', info, paths, components: { securitySchemes: schemes } }));
    return loadContract(file);
  };

  const secrets = {
    key: 'bearer "of" $the harbour',
    'scheme:partner-id': "partner's `key`",
    'scheme:path': 'query+key&more=ü%41'.replace('ü', '/'),
    'scheme:2nd seat': 'seat-17$HOME',
    'scheme:counter': 'clerk:pa ss:w$rd',
  };
  const given = { ...madeSettings, credentials: ['key'] as const, schemes: ['partner-id', 'path', '2nd seat', 'counter'] };

  /** The record of a request with every credential that its operation needs, and what was sent. */
  const sentWith = (contract: Contract, operation: string, credential: CredentialUse) => {
    const { sent, recorded, query } = presented(credential, secrets, admissionsOf(contract, given).passesFor(operation));
    const target = `/v1${operation.split(' ')[1]}?n=1${query.map(([name]) => `&${encodeURIComponent(name)}=[secret]`).join('')}`;
    return { sent, query, exchange: storedExchange({ request: { operation, credential }, sent: { target, headers: [...recorded] } }) };
  };

  const variablesOf = (command: string): string[] =>
    [...new Set([...command.matchAll(/\$\{?([A-Z_]\w*)/gu)].map(([, name]) => name ?? ''))].sort();

  test('have the variables of the config, else ones named after their schemes', async () => {
    const contract = await harbour();
    const { exchange, sent, query } = sentWith(contract, 'GET /parcels', { kind: 'valid', name: 'key' });
    const sources = {
      directory: '/',
      credentials: { key: 'env:HARBOUR_TOKEN_OF_CI' },
      schemes: { 'partner-id': 'env:partner', path: 'file:/run/path' },
      unrecorded: ['2nd seat'],
    };
    const { command, notes } = curlCommand(exchange, { ...depot, settings: given, sources }, contract);
    expect(variablesOf(command)).toEqual(['HARBOUR_TOKEN_OF_CI', 'PATH_KEY', '_2ND_SEAT_KEY']);
    expect(command).toContain('"x-partner: $partner"');
    expect([...notes].sort()).toEqual([
      'HARBOUR_TOKEN_OF_CI holds the credential "key".',
      'PATH_KEY holds the credential of the security scheme "path".',
      '_2ND_SEAT_KEY holds the credential of the security scheme "2nd seat".',
      'partner holds the credential of the security scheme "partner-id".',
    ]);
    const words = wordsIn(command, {
      HARBOUR_TOKEN_OF_CI: secrets.key,
      partner: secrets['scheme:partner-id'],
      PATH_KEY: secrets['scheme:path'],
      _2ND_SEAT_KEY: secrets['scheme:2nd seat'],
    });
    expect(headersAmong(words)).toEqual(sent.map(([name, value]) => `${name}: ${value}`));
    const url = new URL(words.find((word) => word.startsWith('http')) ?? '');
    expect([...url.searchParams]).toEqual([['n', '1'], ...query]);
  });

  test('are user and password for Basic, in the form that the request had', async () => {
    const contract = await harbour();
    const without = { ...depot, settings: given };
    const variables = { COUNTER_KEY: secrets['scheme:counter'], PATH_KEY: secrets['scheme:path'] };
    const valid = curlCommand(sentWith(contract, 'GET /counter', { kind: 'valid', name: 'key' }).exchange, without, contract);
    const words = wordsIn(valid.command, variables);
    expect(words[words.indexOf('-u') + 1]).toBe(secrets['scheme:counter']);
    expect(valid.notes).toContain('COUNTER_KEY holds the credential of the security scheme "counter", as user:password.');

    const altered = sentWith(contract, 'GET /counter', { kind: 'altered', name: 'key', form: 'last-character-removed' });
    const command = curlCommand(altered.exchange, without, contract).command;
    expect(headersAmong(wordsIn(command, variables))).toEqual(altered.sent.map(([name, value]) => `${name}: ${value}`));
  });

  test('never share a made-up variable, and never use one that holds something else', async () => {
    const contract = await harbour();
    const sources = { directory: '/', credentials: { key: 'env:PATH_KEY' }, schemes: { 'partner-id': 'env:HARBOUR_TOKEN; id' } };
    const { exchange } = sentWith(contract, 'GET /parcels', { kind: 'valid', name: 'key' });
    const { command } = curlCommand(exchange, { ...depot, settings: given, sources }, contract);
    expect(variablesOf(command)).toEqual(['PARTNER_ID_KEY', 'PATH_KEY', 'PATH_KEY_2', '_2ND_SEAT_KEY']);
  });

  test('are named after their locations without the contract', async () => {
    const { exchange } = sentWith(await harbour(), 'GET /parcels', { kind: 'valid', name: 'key' });
    const headers = { 'x-partner': 'env:PARTNER_OF_CI' };
    const { command, notes } = curlCommand(exchange, { ...depot, sources: { directory: '/', credentials: {}, headers } });
    expect(variablesOf(command)).toEqual(['DEPOT_KEY', 'PARTNER_OF_CI', 'Q_KEY', 'SEAT_VALUE']);
    expect(notes).toContain('Q_KEY holds the secret in the query parameter q key.');
  });
});
