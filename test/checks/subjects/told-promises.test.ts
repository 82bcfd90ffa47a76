import { describe, expect, test } from 'vitest';
import { childCounts } from '../../../src/checks/subjects/child-counts.ts';
import { numbersForGood } from '../../../src/checks/subjects/numbers-for-good.ts';
import { previews } from '../../../src/checks/subjects/previews.ts';
import { steadyLists } from '../../../src/checks/subjects/steady-walks.ts';
import { toldSearches } from '../../../src/checks/subjects/told-searches.ts';
import { useLimits } from '../../../src/checks/subjects/use-limits.ts';
import { risingVersions } from '../../../src/checks/subjects/version-marks.ts';
import { loadContract } from '../../../src/contract/load.ts';
import type { Contract } from '../../../src/contract/model.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string', maxLength: 80 };
const readOnly = { type: 'string', readOnly: true };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', required, properties });
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }] });
const refused = { 404: { description: 'None' }, 409: { description: 'In conflict' }, 422: { description: 'Wrong' } };
const shown = (name: string) => ({ description: 'It', ...json(ref(name)) });
const gone = { responses: { 204: { description: 'Gone' }, ...refused } };
const takes = (schema: object) => ({ requestBody: { required: true, ...json(schema) } });
const made = (name: string, schema: object) => ({
  description: 'Makes one.',
  ...takes(schema),
  responses: { 201: shown(name), ...refused },
});
const one = (name: string) => ({ get: { responses: { 200: shown(name), ...refused } }, delete: { description: 'Removes it.', ...gone } });
const asked = object({ deviceId: text, quantity: { type: 'integer', minimum: 1 } }, ['deviceId']);
const query = (name: string, schema: object) => ({ name, in: 'query', description: `The ${name}.`, schema });

const document = {
  openapi: '3.1.0',
  info: { title: 'Devices', version: '1', description: 'Devices.' },
  paths: {
    '/sites': { post: made('Site', object({ name: text }, ['name'])) },
    '/sites/{siteId}': { ...inPath('siteId'), ...one('Site') },
    '/devices': {
      get: {
        description: 'Lists devices.',
        parameters: [query('q', text), query('limit', { type: 'integer', minimum: 1, maximum: 50, default: 20 }), query('cursor', text)],
        responses: { 200: shown('Page') },
      },
      post: made('Device', object({ name: text, note: text, siteId: text }, ['name', 'siteId'])),
    },
    '/devices/{deviceId}': {
      ...inPath('deviceId'),
      ...one('Device'),
      patch: { description: 'Changes it.', ...takes(object({ name: text, note: text })), responses: { 200: shown('Device'), ...refused } },
    },
    '/devices/{deviceId}/retire': { ...inPath('deviceId'), post: { responses: { 200: shown('Device'), ...refused } } },
    '/devices/{deviceId}/apply-coupon': {
      ...inPath('deviceId'),
      post: {
        description: 'Applies it.',
        ...takes(object({ couponCode: text }, ['couponCode'])),
        responses: { 200: shown('Device'), ...refused },
      },
    },
    '/coupons': { post: made('Coupon', ref('Coupon')) },
    '/coupons/{couponId}': { ...inPath('couponId'), ...one('Coupon') },
    '/orders': { post: made('Order', asked) },
    '/orders/preview': { post: { description: 'Shows it.', ...takes(asked), responses: { 200: shown('Costs'), ...refused } } },
    '/orders/{orderId}': { ...inPath('orderId'), ...one('Order') },
  },
  components: {
    schemas: {
      Site: object(
        {
          id: readOnly,
          name: text,
          deviceCount: { type: 'integer', readOnly: true, description: 'The count.' },
          busyDevices: { type: 'integer', readOnly: true, description: 'The devices.' },
        },
        ['id'],
      ),
      Device: object(
        {
          id: readOnly,
          tag: { ...readOnly, description: 'The tag.' },
          name: text,
          note: text,
          siteId: text,
          status: { type: 'string', enum: ['active', 'retired'], readOnly: true },
          revision: { type: 'integer', readOnly: true, description: 'The revision.' },
        },
        ['id', 'name'],
      ),
      Page: object({ data: { type: 'array', items: ref('Device') }, nextCursor: { type: ['string', 'null'] } }, ['data', 'nextCursor']),
      Coupon: object({ id: readOnly, code: text, maxRedemptions: { type: 'integer', minimum: 1, description: 'The maximum.' } }, ['code']),
      Costs: object({ total: { type: 'number' } }, ['total']),
      Order: object({ id: readOnly, total: { type: 'number' } }, ['id', 'total']),
    },
  },
};

let plain: Contract | undefined;

/** The contract of the document in which one text is replaced by another. */
const contractWith = async (old: string, said: string): Promise<Contract> => {
  plain ??= await loadContract(writeToolDocument(document));
  const contract = plain;
  const whole = JSON.stringify(contract.document);
  expect(whole).toContain(JSON.stringify(old));
  return { ...contract, document: JSON.parse(whole.replace(JSON.stringify(old), () => JSON.stringify(said))) as Contract['document'] };
};

/** What a text is about, the text that it stands for, the sentences by which something is promised, and those by which it is not. */
type Row = {
  readonly what: string;
  readonly subjects: (contract: Contract) => readonly unknown[];
  readonly old: string;
  readonly told: readonly string[];
  readonly open: readonly string[];
};

const rows: readonly Row[] = [
  {
    what: 'a count of children',
    subjects: childCounts,
    old: 'The count.',
    told: [
      'Number of devices at the site.',
      'How many devices are at the site.',
      'Devices at this site, computed by the server.',
      'Count of devices, including retired ones.',
      'Number of devices, retired ones included.',
      'Number of active devices.',
      'Number of devices in status `active`.',
      'Devices that are not retired.',
      'Retired devices do not count.',
      'Number of devices (removed devices do not count).',
      'The number of devices currently assigned to the site.',
      'Read-only count of the devices of this site; kept up to date when devices move.',
    ],
    open: [
      'Number of devices seen today.',
      'Maximum number of devices.',
      'Number of online devices.',
      'Number of devices; not those on loan.',
    ],
  },
  {
    what: 'a count of children in some states',
    subjects: (contract) => childCounts(contract).filter(({ member }) => member === 'busyDevices'),
    old: 'The devices.',
    told: [
      'Devices that are `active`.',
      'Devices of the site that are not retired.',
      'Active devices (`active`).',
      'Devices in state `active`, computed by the server.',
      'The number of devices that are `active`.',
      '`active` devices of this site',
    ],
    open: [
      'Devices.',
      'Devices that are online.',
      'Devices that were seen today.',
      'Cables that are `active`.',
      'Names of the devices that are `active`.',
      'Devices that are `active` or on loan.',
    ],
  },
  {
    what: 'a number that is given once',
    subjects: numbersForGood,
    old: 'The tag.',
    told: [
      'Never reused.',
      'Assigned by the server; never given to another device, not even after a removal.',
      'Unique forever: a tag is never reassigned.',
      'Is not given out a second time.',
      'Tags of deleted devices are not handed out again.',
      'Given once per site in order of arrival, never again',
      'Each is assigned only once, and never a second time.',
    ],
    open: [
      'Printed once, never again.',
      'Given once a day, and again on demand.',
      'Given once, may not be given to nobody.',
      'Reused after 30 days.',
      'Never shown again.',
      'May never be reused.',
      'Never changed again.',
    ],
  },
  {
    what: 'a number that is given once, in the introduction',
    subjects: numbersForGood,
    old: 'Devices.',
    told: ['Tags of deleted devices are never reused.', 'The tag of a removed device is never assigned again.'],
    open: ['Keys are never reused.', 'Tags of articles are never reused.', 'The tag of a device is not reused for 30 days.'],
  },
  {
    what: 'a limit of uses',
    subjects: useLimits,
    old: 'The maximum.',
    told: [
      'How often the coupon can be used.',
      'Number of times the code can be redeemed.',
      'At most so many redemptions; a further one is refused.',
      'Maximum number of redemptions.',
      'Limit of redemptions over all customers.',
    ],
    open: ['How often each customer can redeem it.', 'Redemptions per day.', 'A hint.'],
  },
  {
    what: 'a search',
    subjects: toldSearches,
    old: 'The q.',
    told: [
      'Search text, compared without regard to case and accents ("cafe" finds "Café").',
      'Accent-insensitive.',
      'Neither case nor accents matter.',
      'Upper and lower case, and accents, make no difference.',
      '`%` and `_` are not wildcards.',
      '`%`, `_` and `*` have no special meaning.',
      'Looks in `name` and `note`.',
      'Text in the name or the note.',
      'Matches the name; the note is not searched.',
      'Finds devices whose name or note contains the text.',
    ],
    open: ['Text to look for.', 'May ignore accents.', 'Accents are not ignored.', 'Ranked by relevance, regardless of accents.'],
  },
  {
    what: 'a search, in the introduction',
    subjects: toldSearches,
    old: 'Devices.',
    told: ['Searches ignore case and accents.', 'Text search (`q`) is case-insensitive; `%` and `_` are taken literally.'],
    open: ['Names are compared without regard to accents.'],
  },
  {
    what: 'a preview',
    subjects: previews,
    old: 'Shows it.',
    told: [
      'Exactly what `POST /orders` would charge.',
      'Returns the same amounts as the order would have.',
      'Computes the price of an order without creating it: `total` is exactly that of the order.',
      'Gives the amounts that `POST /orders` would give for the same body.',
    ],
    open: ['Estimates the price.', 'Exactly what the order would cost, pro rata.', 'The same total as the order, which may change.'],
  },
  {
    what: 'a walk',
    subjects: steadyLists,
    old: 'Devices.',
    told: [
      'Items that exist during a whole walk are seen exactly once, even when other items are added or removed meanwhile.',
      'Creating or removing items while paging never causes another item to be skipped or shown twice.',
      'Following `nextCursor` shows each item that is there from the first page to the last exactly once, also when others come or go.',
    ],
    open: [
      'Items may be skipped if others are removed.',
      'New items never disturb a walk: no item is repeated.',
      'Walking through the pages shows every item exactly once as long as nothing is added or removed.',
      'Each item is on exactly one page of the list while no item is removed.',
      'If the list stays the same, a walk shows each item exactly once; items that are removed meanwhile shift the rest.',
      'Provided nobody creates or removes items, no item of a list is seen twice.',
    ],
  },
  {
    what: 'a version',
    subjects: risingVersions,
    old: 'The revision.',
    told: [
      'Goes up by one with every change.',
      'Starts at 1 and is incremented by one with each change.',
      'Counts the changes of the device, from 1.',
      'Each change raises it by 1.',
      'Grows by one per change.',
      'Increases by 1 each time the device changes.',
      'Version of the device: 1 after the creation, one more after each change.',
      'Rises by one with every `PATCH`.',
      'Goes up with each PATCH or PUT, by one.',
      'From 1, incremented on every successful PUT and PATCH.',
      'Every PATCH request raises it by one.',
      'After each PATCH the revision is one higher.',
    ],
    open: [
      'Goes up with some changes.',
      'Goes up with every change of the name.',
      'May go up with every change.',
      'Not raised by every change.',
      'Goes up with every PUT.',
      'Goes up with every PATCH of the name.',
      'Goes up with every PATCH that names the site.',
      'Some servers raise it with every PATCH.',
    ],
  },
];

describe('promises in the words of their authors', () => {
  test.for(rows.flatMap(({ told, ...row }) => told.map((said) => [row.what, said, row] as const)))(
    '%s is told by "%s"',
    async ([, said, row]) => {
      expect(row.subjects(await contractWith(row.old, said))).not.toEqual([]);
    },
  );

  test.for(rows.flatMap(({ open, ...row }) => open.map((said) => [row.what, said, row] as const)))(
    '%s is not told by "%s"',
    async ([, said, row]) => {
      expect(row.subjects(await contractWith(row.old, said))).toEqual([]);
    },
  );
});

describe('a search at a path of its own', () => {
  const searchOf = (description: string, schema: object) => ({
    get: { description, parameters: [query('q', text)], responses: { 200: { description: 'Hits', ...json(schema) } } },
  });
  const hits = (item: object) => object({ hits: { type: 'array', items: item }, total: { type: 'integer' } }, ['hits', 'total']);

  test.for<readonly [string, object, readonly string[]]>([
    ['Devices with all words of the text. Case does not matter.', hits(ref('Device')), ['GET /search']],
    ['Devices with all words of the text. Newest first.', hits(ref('Device')), []],
    ['Case does not matter.', hits(ref('Site')), []],
    ['Case does not matter.', hits(object({ id: text, kind: text }, ['id'])), []],
  ])('is one of what a list shows: %s', async ([description, schema, expected]) => {
    const paths = { ...document.paths, '/search': searchOf(description, schema) };
    const contract = await loadContract(writeToolDocument({ ...document, paths }));
    expect(toldSearches(contract).map(({ operation }) => operation.key)).toEqual(expected);
  });
});
