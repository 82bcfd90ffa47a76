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
  /** The token of a device is also taken as the key of a person. */
  readonly isTakenAsKey?: true;
  /** The key of a person is given for devices as well. */
  readonly isKeyGiven?: true;
  /** Another key of the account, which begins so, is given. */
  readonly badge?: string;
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
    const isBadge = world.badge !== undefined && bearer === world.badge;
    const isPerson = bearer === 'foreign-key-0123456789' || (world.isTakenAsKey === true && bearer === device);
    const isDevice = (world.isBearer ? bearer : incoming.headers['x-device']) === device;
    if (!isPerson && !isDevice && !isBadge) return answer(401);
    const line = `${root}${id === undefined ? '' : '/{}'}`;
    const isFor = (root === 'both' && !isBadge) || world.open?.includes(line) || (root === 'reports' ? isDevice : isPerson);
    if (!isFor) return answer(403);
    if (root !== 'lamps') return answer(200, ['x']);
    if (id === undefined) return answer(200, [{ id: 'l1', name: 'Hall' }]);
    return id === 'l1' ? answer(200, { id: 'l1', name: 'Hall' }) : answer(404);
  });
  const { verdicts } = await judgeForeign(writeDocument(documentOf(world)), url, {
    schemes: ['deviceToken'],
    secrets: {
      'scheme:deviceToken': world.isKeyGiven ? 'foreign-key-0123456789' : device,
      ...(world.badge === undefined ? {} : { restricted: world.badge }),
    },
    selection: { only: [check], skip: [] },
  });
  return verdicts
    .filter((one) => one.case.check === check)
    .map(({ verdict }) => (verdict.kind === 'fail' ? `fail ${verdict.finding.operation}` : verdict.kind));
};

const badge = 'wk_0123456789abcdef';
const noKey = 'A device token is not a key and is not accepted as one.';
const widgets = 'Widget keys (`wk_...`) read reports and nothing else (`403`).';

const only = 'A device token works on `/reports` only.';

test.concurrent.for<readonly [World, readonly string[]]>([
  [{ said: only }, ['pass', 'pass']],
  [{ said: only, isBearer: true }, ['pass', 'pass']],
  [{ said: 'Devices have tokens. Device tokens are good for `/reports` and nothing else.' }, ['pass', 'pass']],
  [{ said: only, open: ['lamps/{}'] }, ['pass', 'fail GET /lamps/{lampId}']],
  [{ said: only, open: ['lamps'], isBearer: true }, ['fail GET /lamps', 'pass']],
  // It is not accepted in the place of the other.
  [{ said: noKey }, ['pass', 'pass']],
  [{ said: noKey, isTakenAsKey: true }, ['fail GET /lamps', 'fail GET /lamps/{lampId}']],
  [{ said: 'Device tokens cannot be used in place of a person key.', isTakenAsKey: true }, ['fail GET /lamps', 'fail GET /lamps/{lampId}']],
  [{ said: noKey, isKeyGiven: true }, ['skipped', 'skipped']],
  [{ said: noKey, isBearer: true, isTakenAsKey: true }, []],
  [{ said: 'A person key is not accepted as a device token.', isTakenAsKey: true }, []],
  [{ said: 'A device token is not accepted as a query parameter.', isTakenAsKey: true }, []],
  [{ said: 'A device token is not accepted as a key, unless the owner opens it.', isTakenAsKey: true }, []],
  // The kind is told by how its keys begin.
  [{ said: widgets, badge }, ['pass', 'pass', 'pass']],
  [{ said: widgets, badge, open: ['lamps'] }, ['fail GET /lamps', 'pass', 'pass']],
  [{ said: widgets, badge: 'rk_0123456789abcdef', open: ['lamps'] }, ['skipped', 'skipped', 'skipped']],
  [{ said: 'Widget keys (`wk_...`) read lamps and nothing else.', badge, open: ['lamps', 'lamps/{}'] }, ['pass']],
  [{ said: 'Widget keys (`wk_...`) may only read.', badge, open: ['lamps'] }, []],
  [{ said: 'Widget keys begin with `wk_`. Reports have ids and nothing else.', badge, open: ['lamps'] }, []],
  [{ said: 'Widget keys (`wk_...`) read reports and nothing else, unless the owner opens it.', badge, open: ['lamps'] }, []],
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
