import { loadContract } from '../../../../src/contract/load.ts';
import type { Observation } from '../../../../src/checks/kit/define.ts';
import type { Contract } from '../../../../src/contract/model.ts';
import type { Encryption, Exchange, HeaderPair, RawDeparture } from '../../../../src/model/exchange.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import { writeToolDocument } from '../../../worlds/old-dialect.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';

const tree = { type: 'object', required: ['id'], properties: { id: { type: 'string' }, sort: { type: 'string' } } };
const json = (schema?: object) => ({ 'application/json': schema === undefined ? {} : { schema } });
const sent = { required: true, content: json({ type: 'object', properties: { sort: { type: 'string', example: 'plum' } } }) };
const id = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 't1' }];

/** Somebody's orchard, described without a word about HTTP. */
export const orchardDocument = {
  openapi: '3.0.3',
  info: { title: 'Orchard', version: '1' },
  paths: {
    '/trees': {
      get: {
        responses: {
          '200': { description: 'Trees', content: json({ type: 'array', items: tree }) },
          '406': { description: 'In no such form' },
          '415': { description: 'Not readable' },
        },
      },
      post: {
        requestBody: sent,
        responses: { '201': { description: 'Planted', headers: { Location: { schema: { type: 'string' } } }, content: json(tree) } },
      },
    },
    '/trees/{id}': {
      parameters: id,
      get: { responses: { '200': { description: 'A tree', content: json(tree) }, '404': { description: 'No such tree' } } },
      delete: { responses: { '204': { description: 'Felled' }, '404': { description: 'No such tree' } } },
    },
    '/weather': { get: { responses: { '200': { description: 'Weather' } } } },
    '/shade': { post: { responses: { '201': { description: 'A shade over all trees' } } } },
  },
};

export const orchard = (over: object = {}): Promise<Contract> => loadContract(writeToolDocument({ ...orchardDocument, ...over }));

/** An exchange with what a test tells of it. */
export type Told = {
  readonly operation?: string | null;
  readonly request?: Partial<PlannedRequest>;
  /** Fields of the request. */
  readonly asked?: readonly HeaderPair[];
  readonly status?: number;
  readonly fields?: readonly HeaderPair[];
  readonly text?: string;
  readonly reply?: Partial<Exclude<Reply, string>>;
  readonly encryption?: Encryption;
  readonly departures?: readonly RawDeparture[];
  /** Why octets came and no answer. */
  readonly unread?: string;
};

/** The exchange that a test tells of. */
export const exchangeFor = (told: Told): Exchange => {
  const { operation = 'GET /weather', request, asked = [], status = 200, fields = [], text, reply, encryption, departures, unread } = told;
  const exchange = exchangeOf(readOf(operation, request), { status, headers: fields, ...(text === undefined ? {} : { text }), ...reply });
  return {
    ...exchange,
    sent: { ...exchange.sent, headers: asked },
    ...(encryption && { encryption }),
    ...(departures && { raw: { instead: 'the parser gave up', departures } }),
    ...(unread !== undefined && {
      reply: { kind: 'no-answer', failure: 'malformed', message: unread },
      raw: { instead: 'the parser gave up', departures: [], beginning: 'HTTP/1.1 200 OK' },
    }),
  };
};

/** What one answer shows to a check: `holds`, codes of breaches, or `nothing`. */
export const shownTo = (check: Observation, contract: Contract, told: Told): string => {
  const seen = check.observe(exchangeFor(told), contract);
  const words = seen.map((one) => (one.holds === false ? one.code : one.holds === true ? 'holds' : one.holds));
  return words.length === 0 ? 'nothing' : [...new Set(words)].join(' and ');
};
