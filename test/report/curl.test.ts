import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

import { alter } from '../../src/exchange/alteration.ts';
import { presented } from '../../src/exchange/credential.ts';
import { credentialAlterations, credentialMisplacements, type CredentialUse } from '../../src/model/request.ts';
import type { StoredExchange } from '../../src/model/stored-exchange.ts';
import { curlCommand } from '../../src/report/curl.ts';
import { storedExchange } from './support/made-run.ts';

const addresses = { baseUrl: 'http://127.0.0.1:4010/v1', urls: { plain: 'http://127.0.0.1:4020/v1' } };
const key = 'sk_Test-0123 aBc$x"y';

/** The words that curl gets when a shell reads the command. */
const wordsOf = (exchange: StoredExchange): string[] => {
  const { command } = curlCommand(exchange, addresses);
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', `curl() { printf '%s\\0' "$@"; }\n${command}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', KEY: key },
  });
  expect(stderr).toBe('');
  return stdout.split('\0').slice(0, -1);
};

const headersOf = (exchange: StoredExchange): string[] =>
  wordsOf(exchange).flatMap((word, at, words) => (words[at - 1] === '-H' ? [word] : []));

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

  test('asks for no method where curl knows it, and for headers alone with HEAD', () => {
    expect(wordsOf(storedExchange())).not.toContain('-X');
    expect(wordsOf(storedExchange({ sent: { method: 'HEAD' } }))).toContain('--head');
  });

  test('goes to the address that the request named', () => {
    expect(wordsOf(storedExchange({ request: { base: { kind: 'named', name: 'plain' } } }))).toContain('http://127.0.0.1:4020/v1/parcels');
    const { command, notes } = curlCommand(storedExchange({ request: { base: { kind: 'named', name: 'auth' } } }), addresses);
    expect(command).toContain(' /v1/parcels');
    expect(notes).toContain('The address was not recorded: put it in front of the path.');
  });

  test('holds the credential as a variable, and says which', () => {
    expect(headersOf(storedExchange())).toContain(`authorization: Bearer ${key}`);
    const { command, notes } = curlCommand(storedExchange(), addresses);
    expect(command).toContain('"authorization: Bearer $KEY"');
    expect(notes).toEqual(['KEY holds the credential "key".']);
  });

  for (const form of credentialAlterations) {
    test(`makes the form ${form} from the variable`, () => {
      const [header = ''] = headersOf(presenting({ kind: 'altered', name: 'key', form }));
      const sent = header.replace(/^authorization: Bearer /u, '');
      const meant = alter(key, form);
      expect(sent).not.toBe(key);
      expect(sent.length).toBe(meant.length);
      // Which other character stands in the middle or at the end does not matter.
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
      else if (query.length > 0) expect(words).toContain(`http://127.0.0.1:4010/v1/parcels?api_key=${key}`);
      else expect(headersOf(exchange)).toEqual(sent.map(([name, value]) => `${name}: ${value}`));
    });
  }

  test('tells what it cannot hold', () => {
    const { notes } = curlCommand(
      storedExchange({
        request: { credential: { kind: 'none' } },
        sent: { headers: [['X-Tenant', '[secret]']], body: 'a [secret] body', truncated: true },
      }),
      addresses,
    );
    expect(notes).toEqual([
      'X_TENANT holds the value of the header X-Tenant.',
      'Only the beginning of the body was kept.',
      'A secret was taken out of the body, where [secret] stands.',
    ]);
  });
});
