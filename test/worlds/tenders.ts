import type { IncomingMessage, ServerResponse } from 'node:http';
import { objectBody } from '../runner/foreign/json-body.ts';

type Json = Readonly<Record<string, unknown>>;
type Row = Record<string, unknown>;

const text = { type: 'string', minLength: 2, maxLength: 90 };
const number = { type: 'integer' };
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const object = (properties: Json, required = Object.keys(properties)): Json => ({ type: 'object', properties, required });
const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const shows = (description: string, schema: Json): Json => ({ description, ...json(schema) });
const takes = (schema: Json, example?: Json): Json => ({
  required: true,
  content: { 'application/json': { schema, ...(example ? { example } : {}) } },
});
const refused = Object.fromEntries(
  Object.entries({ 400: 'No JSON', 404: 'None', 409: 'Not in this state', 422: 'Wrong' }).map(([status, description]) => [
    status,
    { description },
  ]),
);
const states = ['DRAFT', 'OPEN', 'CLOSED'];
const kinds = { type: 'string', enum: ['ANNEX', 'OFFER'] };
const roles = { type: 'string', enum: ['CLERK', 'JUDGE'] };
const users = [
  { id: 11, role: 'CLERK' },
  { id: 12, role: 'JUDGE' },
];
const at = (name: string): Json => ({ parameters: [{ name, in: 'path', required: true, schema: number }] });

/** Tenders whose state is put, bids on open ones, which are filed with a paper of theirs, and awarded once the tender is closed. */
export const tendersDocument: Json = {
  openapi: '3.1.0',
  info: { title: 'Tenders', version: '1' },
  paths: {
    '/tenders': { post: { requestBody: takes(object({ title: text })), responses: { 201: shows('It', ref('Tender')), ...refused } } },
    '/tenders/{tenderId}': { ...at('tenderId'), get: { responses: { 200: shows('It', ref('Tender')), 404: { description: 'None' } } } },
    '/tenders/{tenderId}/status': {
      ...at('tenderId'),
      put: {
        summary: 'Open or close a tender',
        description: 'A tender is DRAFT, then OPEN, then CLOSED; any other change is a conflict.',
        requestBody: takes(object({ status: { type: 'string', enum: ['OPEN', 'CLOSED'] } })),
        responses: { 200: shows('It', ref('Tender')), ...refused },
      },
    },
    '/tenders/{tenderId}/bids': {
      ...at('tenderId'),
      post: {
        description: 'Needs an OPEN tender.',
        requestBody: takes(object({ words: text })),
        responses: { 201: shows('It', ref('Bid')), ...refused },
      },
    },
    '/bids/{bidId}': { ...at('bidId'), get: { responses: { 200: shows('It', ref('Bid')), 404: { description: 'None' } } } },
    '/bids/{bidId}/papers': {
      ...at('bidId'),
      post: {
        description: 'Only while the bid is NEW.',
        requestBody: takes(object({ kind: kinds, file: text }), { kind: 'ANNEX', file: 'plan.pdf' }),
        responses: { 201: shows('It', ref('Paper')), ...refused },
      },
    },
    '/bids/{bidId}/filing': {
      ...at('bidId'),
      put: {
        summary: 'Submit a bid',
        description: 'The bid must be NEW; offerId names a paper of this bid of kind OFFER.',
        requestBody: takes(object({ offerId: number })),
        responses: { 200: shows('Bid, status FILED', ref('Bid')), ...refused },
      },
    },
    '/users': {
      get: {
        parameters: [{ name: 'role', in: 'query', schema: roles }],
        responses: { 200: shows('Them', { type: 'array', items: ref('User') }), 400: { description: 'No role' } },
      },
    },
    '/bids/{bidId}/judge': {
      ...at('bidId'),
      put: {
        description: 'Assigns the judge of a bid. The judge must be a user of the house with role JUDGE.',
        requestBody: takes(object({ judgeId: number })),
        responses: { 200: shows('It', ref('Bid')), ...refused },
      },
    },
    '/bids/{bidId}/award': {
      ...at('bidId'),
      post: {
        description: 'The bid must be FILED and its tender CLOSED.',
        responses: { 200: shows('Bid, status WON', ref('Bid')), ...refused },
      },
    },
  },
  components: {
    schemas: {
      Tender: object({ id: number, title: text, status: { type: 'string', enum: states } }),
      User: object({ id: number, role: roles }),
      Paper: object({ id: number, kind: kinds, file: text }),
      Bid: object({
        id: number,
        tenderId: number,
        words: text,
        status: { type: 'string', enum: ['NEW', 'FILED', 'WON'] },
        papers: { type: 'array', items: ref('Paper') },
        offerId: { type: ['integer', 'null'] },
      }),
    },
  },
};

/** What the service does otherwise than its document says. */
export type TendersFault = 'judge as text' | 'award without words' | 'filing without offer';

/** A service that keeps the document, but for a fault. `seen` gets each change that is accepted. */
export const tendersService = (seen: string[], fault?: TendersFault) => {
  const tenders = new Map<number, Row>();
  const bids = new Map<number, Row>();
  let last = 70;
  const next = (): number => (last += 1);
  const isText = (value: unknown): boolean => typeof value === 'string' && value.length >= 2 && value.length <= 90;
  const answerTo = (
    method: string,
    [kind = '', id, part]: readonly string[],
    body: Json | undefined,
    role?: string,
  ): readonly [number, unknown?] => {
    const tender = kind === 'tenders' ? tenders.get(Number(id)) : undefined;
    const bid = kind === 'bids' ? bids.get(Number(id)) : undefined;
    const call = `${method} ${[kind, id === undefined ? '' : '{}', part ?? ''].filter((one) => one !== '').join('/')}`;
    if (id !== undefined && !tender && !bid) return [404];
    if (['POST', 'PUT'].includes(method) && part !== 'award' && !body) return [400];
    const papers = (bid?.['papers'] ?? []) as readonly Row[];
    switch (call) {
      case 'POST tenders': {
        if (!isText(body?.['title'])) return [422];
        const made = { id: next(), title: body?.['title'], status: 'DRAFT' };
        tenders.set(made.id, made);
        return [201, made];
      }
      case 'GET tenders/{}':
        return [200, tender];
      case 'PUT tenders/{}/status':
        if (!['OPEN', 'CLOSED'].includes(String(body?.['status']))) return [422];
        if (states.indexOf(String(tender?.['status'])) + 1 !== states.indexOf(String(body?.['status']))) return [409];
        Object.assign(tender ?? {}, { status: body?.['status'] });
        return [200, tender];
      case 'POST tenders/{}/bids': {
        if (!isText(body?.['words'])) return [422];
        if (tender?.['status'] !== 'OPEN') return [409];
        const made = { id: next(), tenderId: tender['id'], words: body?.['words'], status: 'NEW', papers: [], offerId: null };
        bids.set(made.id, made);
        return [201, made];
      }
      case 'GET bids/{}':
        return [200, bid];
      case 'POST bids/{}/papers': {
        if (!kinds.enum.includes(String(body?.['kind'])) || !isText(body?.['file'])) return [422];
        if (bid?.['status'] !== 'NEW') return [409];
        const made = { id: next(), kind: body?.['kind'], file: body?.['file'] };
        bid['papers'] = [...papers, made];
        return [201, made];
      }
      case 'PUT bids/{}/filing':
        if (!papers.some((one) => one['id'] === body?.['offerId'] && one['kind'] === 'OFFER')) return [422];
        if (bid?.['status'] !== 'NEW') return [409];
        Object.assign(bid, { status: 'FILED', offerId: body?.['offerId'] });
        return [200, fault === 'filing without offer' ? { ...bid, offerId: undefined } : bid];
      case 'GET users':
        return role !== undefined && !roles.enum.includes(role)
          ? [400]
          : [200, users.filter((one) => role === undefined || one.role === role)];
      case 'PUT bids/{}/judge':
        if (body?.['judgeId'] !== 12) return [422];
        return [200, fault === 'judge as text' ? { ...bid, id: String(bid?.['id']) } : bid];
      case 'POST bids/{}/award':
        if (bid?.['status'] !== 'FILED' || tenders.get(Number(bid['tenderId']))?.['status'] !== 'CLOSED') return [409];
        bid['status'] = 'WON';
        return [200, fault === 'award without words' ? { ...bid, words: undefined } : bid];
      default:
        return [part === undefined ? 405 : 404];
    }
  };
  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const { method = 'GET', url = '/' } = incoming;
    void objectBody(incoming).then((body) => {
      const parts = (url.split('?')[0] ?? '').split('/').filter((one) => one !== '');
      const [status, value] = answerTo(method, parts, body, new URL(url, 'http://tenders').searchParams.get('role') ?? undefined);
      if (status < 300 && method !== 'GET') seen.push(`${method} ${parts.filter((one) => !/^\d+$/u.test(one)).join(' ')}`);
      outgoing.writeHead(status, { 'content-type': 'application/json', ...(status === 405 ? { allow: 'GET, POST' } : {}) });
      return outgoing.end(JSON.stringify(value ?? { error: status }));
    });
  };
};
