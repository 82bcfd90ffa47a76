import type { IncomingMessage, ServerResponse } from 'node:http';
import { objectBody } from '../runner/foreign/json-body.ts';

type Json = Readonly<Record<string, unknown>>;
type Row = Record<string, unknown>;

const number = { type: 'integer', minimum: 1 };
const word = { type: 'string', minLength: 1, maxLength: 80 };
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const object = (properties: Json, required = Object.keys(properties)): Json => ({ type: 'object', properties, required });
const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const shows = (data: Json): Json => ({ description: 'It', ...json(object({ data })) });
const bodyOf = (schema: Json): Json => ({ required: true, ...json(schema) });
const refused = Object.fromEntries(
  Object.entries({ 400: 'No JSON', 404: 'None', 409: 'Not in this state', 422: 'A member is wrong' }).map(([status, description]) => [
    status,
    { description },
  ]),
);
const id = (name: string): Json => ({ parameters: [{ name, in: 'path', required: true, schema: number }] });

/**
 * Patrons who buy cards, which only their payment and their pause show again, and readings at which places are taken, which only their return shows: all of these
 * are created below one thing and used at a path of their own.
 */
export const cardsDocument: Json = {
  openapi: '3.1.0',
  info: { title: 'Readings', version: '1' },
  paths: {
    '/patrons': {
      post: { summary: 'Sign up', requestBody: bodyOf(ref('NewPatron')), responses: { 201: shows(ref('Patron')), ...refused } },
    },
    '/patrons/{patron_id}': { ...id('patron_id'), get: { responses: { 200: shows(ref('Patron')), 404: { description: 'None' } } } },
    '/patrons/{patron_id}/cards': {
      ...id('patron_id'),
      post: {
        summary: 'Sell a card',
        description: 'It is born `unpaid`. A patron has at most one card: if there is one already you get a 409.',
        requestBody: bodyOf(ref('NewCard')),
        responses: { 201: shows(ref('Card')), ...refused },
      },
    },
    '/cards/{card_id}/fees': {
      ...id('card_id'),
      post: {
        summary: 'Take the fee',
        description:
          'Records the fee of a card that is `unpaid` and makes it `active`. `amount_cents` must be exactly what the card says in `due_cents` (422). Anything that is not unpaid is a 409.',
        requestBody: bodyOf(object({ amount_cents: number })),
        responses: { 201: shows(ref('Fee')), ...refused },
      },
    },
    '/cards/{card_id}/pause': {
      ...id('card_id'),
      put: {
        summary: 'Pause a card',
        description: 'Puts an `active` card on hold; it becomes `paused`. Only an active card can be paused (409).',
        requestBody: bodyOf(object({ reason: word })),
        responses: { 200: shows(ref('Card')), ...refused },
      },
    },
    '/readings': {
      get: { responses: { 200: shows({ type: 'array', items: ref('Reading') }) } },
      post: {
        summary: 'Plan a reading',
        requestBody: bodyOf(object({ title: word })),
        responses: { 201: shows(ref('Reading')), ...refused },
      },
    },
    '/readings/{reading_id}/places': {
      ...id('reading_id'),
      post: {
        summary: 'Take a place',
        description: 'The patron needs an active (that is: paid and not paused) card. Taking two places at one reading is a 409.',
        requestBody: bodyOf(object({ patron_id: number })),
        responses: { 201: shows(ref('Place')), ...refused },
      },
    },
    '/places/{place_id}': {
      ...id('place_id'),
      delete: {
        summary: 'Give a place back',
        responses: { 200: shows(object({ given_back: ref('Place'), left: { type: 'integer' } })), ...refused },
      },
    },
    '/places/{place_id}/check-in': {
      ...id('place_id'),
      post: { summary: 'Let somebody in', responses: { 200: shows(ref('Place')), ...refused } },
    },
  },
  components: {
    schemas: {
      NewPatron: object({ name: word }),
      Patron: object({ id: number, name: word, card_id: { type: ['integer', 'null'] } }),
      NewCard: object({ kind: { type: 'string', enum: ['day', 'year'] } }),
      Card: object({
        id: number,
        patron_id: number,
        kind: word,
        status: { type: 'string', enum: ['unpaid', 'active', 'paused'] },
        due_cents: { type: 'integer', minimum: 0 },
      }),
      Fee: object({ id: number, card_id: number, amount_cents: number }),
      Reading: object({ id: number, title: word, taken: { type: 'integer' } }),
      Place: object({ id: number, reading_id: number, patron_id: number, status: { type: 'string', enum: ['taken', 'inside'] } }),
    },
  },
};

/** What the service has at each path. */
const known: ReadonlyMap<string, string> = new Map(
  Object.entries(cardsDocument['paths'] as Readonly<Record<string, Json>>).map(([path, item]) => [
    path.slice(1).replaceAll(/\{[^{}]*\}/gu, '{}'),
    ['get', 'post', 'put', 'delete']
      .filter((one) => item[one] !== undefined)
      .join(', ')
      .toUpperCase(),
  ]),
);

/** What the service does otherwise than its document says. */
export type CardsFault = 'card without due' | 'pause as text' | 'place without patron';

/**
 * A service that keeps the document, but for a fault. Before the run, `cards` has one of somebody else, and `places` too.
 * @param seen Gets each request that was accepted, and each that named what was there before.
 */
export const cardsService = (seen: string[], fault?: CardsFault) => {
  const rows = {
    patrons: new Map<number, Row>(),
    cards: new Map<number, Row>(),
    readings: new Map<number, Row>(),
    places: new Map<number, Row>(),
  };
  let last = 4000;
  const add = (kind: keyof typeof rows, row: Row): Row => {
    last += 1;
    const made = { id: last, ...row };
    rows[kind].set(last, made);
    return made;
  };
  const foreign = [
    add('patrons', { name: 'Somebody', card_id: null }),
    add('cards', { patron_id: 4001, kind: 'year', status: 'unpaid', due_cents: 900 }),
    add('readings', { title: 'Theirs', taken: 1 }),
    add('places', { reading_id: 4003, patron_id: 4001, status: 'taken' }),
  ].map((one) => String(one['id']));
  const shownCard = ({ due_cents, ...card }: Row): Row => (fault === 'card without due' ? card : { ...card, due_cents });
  const answerTo = (
    method: string,
    [kind = '', own, part, more]: readonly string[],
    body: Json | undefined,
  ): readonly [number, unknown?] => {
    const of = (some: keyof typeof rows): Row | undefined => (kind === some ? rows[some].get(Number(own)) : undefined);
    const [patron, card, reading, place] = [of('patrons'), of('cards'), of('readings'), of('places')];
    const at = `${method} ${[kind, own === undefined ? undefined : '{}', part].filter((one) => one !== undefined).join('/')}`;
    const isText = (value: unknown): boolean => typeof value === 'string' && value !== '' && value.length <= 80;
    if (own !== undefined && !patron && !card && !reading && !place) return [404];
    if (more !== undefined || !known.has(at.slice(method.length + 1))) return [404];
    if (method !== 'GET' && method !== 'DELETE' && part !== 'check-in' && !body) return [400];
    switch (at) {
      case 'POST patrons':
        return isText(body?.['name']) ? [201, add('patrons', { name: body?.['name'], card_id: null })] : [422];
      case 'GET patrons/{}':
        return [200, patron];
      case 'POST patrons/{}/cards': {
        if (!['day', 'year'].includes(String(body?.['kind']))) return [422];
        if (!patron || patron['card_id'] !== null) return [409];
        const made = add('cards', { patron_id: patron['id'], kind: body?.['kind'], status: 'unpaid', due_cents: 700 });
        patron['card_id'] = made['id'];
        return [201, shownCard(made)];
      }
      case 'POST cards/{}/fees': {
        if (!card || card['status'] !== 'unpaid') return [409];
        if (body?.['amount_cents'] !== card['due_cents']) return [422];
        Object.assign(card, { status: 'active', due_cents: 0 });
        last += 1;
        return [201, { id: last, card_id: card['id'], amount_cents: body?.['amount_cents'] }];
      }
      case 'PUT cards/{}/pause':
        if (!isText(body?.['reason'])) return [422];
        if (card?.['status'] !== 'active') return [409];
        card['status'] = 'paused';
        return [200, fault === 'pause as text' ? { ...card, due_cents: '0' } : card];
      case 'GET readings':
        return [200, [...rows.readings.values()]];
      case 'POST readings':
        return isText(body?.['title']) ? [201, add('readings', { title: body?.['title'], taken: 0 })] : [422];
      case 'POST readings/{}/places': {
        const named = rows.patrons.get(Number(body?.['patron_id']));
        if (!Number.isInteger(body?.['patron_id']) || !named || !reading) return [422];
        if (rows.cards.get(Number(named['card_id']))?.['status'] !== 'active') return [409];
        if ([...rows.places.values()].some((one) => one['reading_id'] === reading['id'] && one['patron_id'] === named['id'])) return [409];
        const made = add('places', { reading_id: reading['id'], patron_id: named['id'], status: 'taken' });
        return [201, fault === 'place without patron' ? { ...made, patron_id: undefined } : made];
      }
      case 'DELETE places/{}':
        rows.places.delete(Number(own));
        return [200, { given_back: place, left: 3 }];
      case 'POST places/{}/check-in':
        if (place?.['status'] !== 'taken') return [409];
        place['status'] = 'inside';
        return [200, place];
      default:
        return [own === undefined || part === undefined ? 405 : 404];
    }
  };
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const { method = 'GET', url = '/' } = incoming;
    void objectBody(incoming).then((body) => {
      const parts = (url.split('?')[0] ?? '').split('/').filter((one) => one !== '');
      const [status, data] = answerTo(method, parts, body);
      const key = `${method} /${parts.map((one) => (/^\d+$/u.test(one) ? '{}' : one)).join('/')}`;
      if (status < 300) seen.push(key);
      if (method !== 'GET' && parts.some((one) => foreign.includes(one))) seen.push(`foreign ${key}`);
      outgoing.writeHead(status, {
        'content-type': 'application/json',
        ...(status === 405 ? { allow: known.get([parts[0], ...(parts.length > 1 ? ['{}'] : []), ...parts.slice(2)].join('/')) ?? '' } : {}),
      });
      return outgoing.end(JSON.stringify(data === undefined ? { error: status } : { data }));
    });
  };
  return { answer, left: () => rows.places.size - 1 };
};
