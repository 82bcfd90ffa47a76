import { expect, test } from 'vitest';
import { besideOthers } from '../../../beside-others.ts';
import { writeToolDocument } from '../../../worlds/old-dialect.ts';
import { judgeForeign, serve } from '../judge-foreign.ts';

const key = 'ferry_0123456789abcdef';

/** Ferries that are listed with a key in a header field of its own. */
const documentOf = (saying: string, schemes: object = {}) => ({
  openapi: '3.0.3',
  info: { title: 'Ferries', version: '1', description: saying },
  security: [{ harbour: [] }],
  components: { securitySchemes: { harbour: { type: 'apiKey', in: 'header', name: 'X-Harbour-Key' }, ...schemes } },
  paths: {
    '/ferries': {
      get: {
        responses: {
          200: {
            description: 'Ferries',
            content: {
              'application/json': { schema: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } } },
            },
          },
          401: { description: 'No key, or an unknown one' },
        },
      },
    },
  },
});

type Way = 'header only' | 'as a token too' | 'as anything' | 'other refusal';

const judged = async (way: Way, document: object): Promise<readonly string[]> => {
  const url = await serve((incoming, outgoing) => {
    const { authorization } = incoming.headers;
    const isKnown =
      incoming.headers['x-harbour-key'] === key ||
      (way === 'as a token too' && authorization === `Bearer ${key}`) ||
      (way === 'as anything' && (authorization ?? '').endsWith(key));
    const refusal = way === 'other refusal' && authorization !== undefined ? 400 : 401;
    outgoing.writeHead(isKnown ? 200 : refusal, { 'content-type': 'application/json', ...(isKnown ? {} : { 'www-authenticate': 'Key' }) });
    outgoing.end(isKnown ? '[{"name":"Fjord"}]' : '{}');
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    key,
    selection: { only: ['auth/other-place-refused'], skip: [] },
  });
  return verdicts
    .filter(({ case: { check } }) => check === 'auth/other-place-refused')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

const silent = 'Send your key with each call.';

test.concurrent.for<readonly [Way, string]>([
  ['as a token too', silent],
  ['as anything', silent],
  ['as a token too', 'We read the key in its own field, never as a Bearer token.'],
])(
  'a key of a header field that works %s is told: %s',
  besideOthers(async ([way, saying]) => {
    expect(await judged(way, documentOf(saying))).toEqual(['credential-bearer-scheme-accepted']);
  }),
);

test.concurrent.for<readonly [Way, object]>([
  ['header only', documentOf(silent)],
  ['other refusal', documentOf(silent)],
  ['as a token too', documentOf('Send your key in its field, or as `Authorization: Bearer <key>`.')],
  ['as a token too', documentOf(silent, { token: { type: 'http', scheme: 'bearer' } })],
  ['as a token too', documentOf(silent, { people: { type: 'openIdConnect', openIdConnectUrl: 'https://harbour.example/known' } })],
])(
  'a service with a key %s is not blamed',
  besideOthers(async ([way, document]) => {
    expect(await judged(way, document)).not.toContain('credential-bearer-scheme-accepted');
  }),
);
