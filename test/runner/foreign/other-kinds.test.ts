import { expect, test } from 'vitest';

import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const object = (properties: object): object => ({ type: 'object', required: Object.keys(properties), properties });
const holding = (schema: object): object => ({ 'application/json': { schema } });
const none = { description: 'None' };
const refusals = { '401': none, '403': none, '404': none };
const lamp = object({ id: text, name: text });

type World = {
  /** What the introduction says of the tokens of devices. */
  readonly said: string;
  /** The reads at which nobody looks at the kind of a token. */
  readonly open?: readonly string[];
  /** The token of a device is sent as a bearer, as the key is. */
  readonly isBearer?: true;
};

/** Lamps, which people read and devices report about. */
const documentOf = ({ said, isBearer }: World): object => ({
  openapi: '3.0.3',
  info: { title: 'Lamps', version: '1', description: said },
  security: [{ personKey: [] }],
  components: {
    securitySchemes: {
      personKey: { type: 'http', scheme: 'bearer' },
      deviceToken: isBearer ? { type: 'http', scheme: 'bearer' } : { type: 'apiKey', in: 'header', name: 'X-Device' },
    },
  },
  paths: {
    '/lamps': { get: { responses: { '200': { description: 'All', content: holding({ type: 'array', items: lamp }) }, ...refusals } } },
    '/lamps/{lampId}': {
      parameters: [{ name: 'lampId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': { description: 'It', content: holding(lamp) }, ...refusals } },
    },
    '/reports': {
      get: {
        security: [{ deviceToken: [] }],
        responses: { '200': { description: 'All', content: holding({ type: 'array', items: text }) }, ...refusals },
      },
    },
    '/both': {
      get: {
        security: [{ personKey: [] }, { deviceToken: [] }],
        responses: { '200': { description: 'All', content: holding({ type: 'array', items: text }) }, ...refusals },
      },
    },
  },
});

const check = 'auth/other-kind-refused';
const device = 'lamp-device-token-0123456789';

const judged = async (world: World) => {
  const url = await serve((incoming, outgoing) => {
    const answer = (status: number, body?: unknown): void => {
      outgoing.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const [, root, id] = new URL(incoming.url ?? '', 'http://x').pathname.split('/');
    const bearer = /^Bearer (.+)$/u.exec(incoming.headers.authorization ?? '')?.[1];
    const isPerson = bearer === 'foreign-key-0123456789';
    const isDevice = (world.isBearer ? bearer : incoming.headers['x-device']) === device;
    if (!isPerson && !isDevice) return answer(401);
    const line = `${root}${id === undefined ? '' : '/{}'}`;
    const isFor = root === 'both' || world.open?.includes(line) || (root === 'reports' ? isDevice : isPerson);
    if (!isFor) return answer(403);
    if (root !== 'lamps') return answer(200, ['x']);
    if (id === undefined) return answer(200, [{ id: 'l1', name: 'Hall' }]);
    return id === 'l1' ? answer(200, { id: 'l1', name: 'Hall' }) : answer(404);
  });
  const { verdicts } = await judgeForeign(writeDocument(documentOf(world)), url, {
    schemes: ['deviceToken'],
    secrets: { 'scheme:deviceToken': device },
    selection: { only: [check], skip: [] },
  });
  return verdicts
    .filter((one) => one.case.check === check)
    .map(({ verdict }) => (verdict.kind === 'fail' ? `fail ${verdict.finding.operation}` : verdict.kind));
};

const only = 'A device token works on `/reports` only.';

test.concurrent.for<readonly [World, readonly string[]]>([
  [{ said: only }, ['pass', 'pass']],
  [{ said: only, isBearer: true }, ['pass', 'pass']],
  [{ said: 'Devices have tokens. Device tokens are good for `/reports` and nothing else.' }, ['pass', 'pass']],
  [{ said: only, open: ['lamps/{}'] }, ['pass', 'fail GET /lamps/{lampId}']],
  [{ said: only, open: ['lamps'], isBearer: true }, ['fail GET /lamps', 'pass']],
  // Nothing is said that limits the kind, or something else is limited.
  [{ said: 'A device token belongs to one device.', open: ['lamps'] }, []],
  [{ said: 'A device token is valid for one hour only.', open: ['lamps'] }, []],
  [{ said: 'A device token is shown once only.', open: ['lamps'] }, []],
  [{ said: 'A device token works on `/reports` only, unless the owner opens it.', open: ['lamps'] }, []],
  [{ said: 'A person key works on lamps only.', open: ['lamps'] }, []],
])(
  'a credential of a kind that is for something else is refused: %o',
  besideOthers(async ([world, expected]) => {
    expect(await judged(world)).toEqual(expected);
  }),
);
