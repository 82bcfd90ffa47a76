import { describe, expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { toldOptions } from '../../../src/checks/scenarios/calls/told-options.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const responses = {
  200: { description: 'All', content: { 'application/json': { schema: { type: 'array' } } } },
  401: { description: 'Who?' },
};

const document = (description: string) => ({
  openapi: '3.1.0',
  info: { title: 'Lamps', version: '1', description },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: { '/lamps': { get: { responses } }, '/bulbs': { get: { responses } }, '/plugs': { get: { responses } } },
});

type Habit = 'as told' | 'with content' | 'behind the credential' | 'without the field' | 'unknown' | 'busy';

const told = async (text: string, habit: Habit): Promise<readonly string[]> => {
  const url = await serve((incoming, outgoing) => {
    const isKnown = incoming.headers.authorization === 'Bearer foreign-key-0123456789';
    if (incoming.method === 'OPTIONS') {
      if (habit === 'busy') return outgoing.writeHead(503).end();
      if (habit === 'unknown') return outgoing.writeHead(405, { allow: 'GET' }).end();
      if (habit === 'behind the credential' && !isKnown) return outgoing.writeHead(401).end();
      const fields = habit === 'without the field' ? {} : { allow: 'GET', 'access-control-allow-methods': 'GET' };
      return outgoing.writeHead(habit === 'with content' ? 200 : 204, fields).end();
    }
    if (!isKnown) return outgoing.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    return outgoing.writeHead(200, { 'content-type': 'application/json' }).end('[]');
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(text)), url, {
    allow: ['mutation'],
    selection: { only: ['http/options-as-told'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'skipped' ? [] : [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind],
  );
};

const full = '`OPTIONS` needs no key and gets `204` with `Allow` and `Access-Control-Allow-Methods`.';

test.concurrent.for<readonly [Habit, string, string]>([
  ['as told', full, 'pass'],
  ['with content', full, 'options-unlike-told'],
  ['behind the credential', full, 'options-unlike-told'],
  ['without the field', full, 'options-field-absent'],
  ['unknown', full, 'options-unlike-told'],
  ['busy', full, 'inconclusive'],
  ['behind the credential', '`OPTIONS` needs no key.', 'options-unlike-told'],
  ['with content', '`OPTIONS` needs no key.', 'pass'],
  ['without the field', '`OPTIONS` needs no key.', 'pass'],
  ['behind the credential', '`OPTIONS` on each path answers `204` with `Allow`.', 'pass'],
])(
  'a service that answers OPTIONS %s, where the document says: %s',
  besideOthers(async ([habit, text, outcome]) => {
    expect(await told(text, habit)).toEqual([outcome, outcome]);
  }),
);

describe('what is said of OPTIONS', () => {
  const said = async (text: string) => {
    const contract = await loadContract(writeToolDocument(document(text)));
    return toldOptions(contract).map(({ status, headers, isOpen }) => [status, headers.join(), isOpen])[0];
  };

  test.each<readonly [string, readonly [number | undefined, string, boolean]]>([
    [full, [204, 'Allow,Access-Control-Allow-Methods', true]],
    [
      'A preflight `OPTIONS` needs no token and gets `204` with `Access-Control-Allow-Methods`.',
      [204, 'Access-Control-Allow-Methods', true],
    ],
    [
      'Every answer carries `Access-Control-Allow-Origin: *`, and `OPTIONS` is answered with `204` and `Access-Control-Allow-Methods` without a key.',
      [204, 'Access-Control-Allow-Methods', true],
    ],
    ['`GET /health` and `OPTIONS` need no key and are not counted.', [undefined, '', true]],
    ['`OPTIONS` needs no key, and every `GET` answers `200` with `Access-Control-Expose-Headers`.', [undefined, '', true]],
  ])('is read: %s', async (text, expected) => {
    expect(await said(text)).toEqual(expected);
  });

  test.each([
    'Answers carry `Allow`.',
    '`OPTIONS` may be answered with `204`.',
    '`OPTIONS` is answered with `204` if the request has an `Origin`.',
    '`OPTIONS` gets `204`. `OPTIONS` gets `200`.',
    '`OPTIONS` is not counted.',
    '`OPTIONS` without a key gets `401`.',
  ])('is nothing in: %s', async (text) => {
    expect(await said(text)).toBeUndefined();
  });
});
