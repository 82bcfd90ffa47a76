import { expect, test } from 'vitest';
import { discardingIn } from '../../../src/checks/subjects/discarded-parts.ts';
import { besideOthers } from '../../beside-others.ts';
import { judgedThings, type Reply, type Row, Things, thingsDocument } from '../../worlds/ordinary.ts';

const text = { type: 'string' };
const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
const below = { type: 'object', required: ['id', 'label'], properties: { id: { type: 'string', readOnly: true }, label: text } };

/** Things with parts, for which offers are worked out. */
class Offered extends Things {
  readonly discards: boolean;
  lists = new Map<string, Row[]>();
  constructor(discards: boolean) {
    super({ title: text });
    this.discards = discards;
  }
  override answer(method: string, steps: readonly string[], given: Record<string, unknown>): Reply {
    const [id = '', name] = steps;
    if (name === undefined) return super.answer(method, steps, given);
    if (!this.find(id) || steps.length > 2 || !['parts', 'offers'].includes(name)) return [404];
    const key = `${id} ${name}`;
    const own = this.lists.get(key) ?? [];
    if (method === 'GET') return [200, own];
    if (method !== 'POST') return [405, undefined, { allow: 'GET, POST' }];
    if (name === 'parts' && typeof given['label'] !== 'string') return [400];
    const made = { id: `${name}-${this.next++}`, label: typeof given['label'] === 'string' ? given['label'] : 'usual' };
    this.lists.set(key, name === 'offers' ? [made] : [...own, made]);
    if (name === 'parts' && this.discards) this.lists.delete(`${id} offers`);
    return [201, made];
  }
}

const judged = async (said: string, discards: boolean): Promise<readonly string[]> => {
  const { paths, ...rest } = JSON.parse(JSON.stringify(thingsDocument({ title: text }))) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const own = (description: string, hasBody: boolean): object => ({
    parameters: paths['/things/{id}']?.['parameters'],
    get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: below }) } } },
    post: {
      description,
      ...(hasBody
        ? { requestBody: { required: true, ...json({ type: 'object', required: ['label'], properties: { label: text } }) } }
        : {}),
      responses: { 201: { description: 'It', ...json(below) }, 400: { description: 'No' } },
    },
  });
  const document = {
    ...rest,
    paths: { ...paths, '/things/{id}/parts': own(said, true), '/things/{id}/offers': own('Works one out.', false) },
  };
  const { told, passed } = await judgedThings(new Offered(discards), document, ['lifecycle/parts-discarded']);
  return [...told, ...passed.map((one) => `pass ${one}`)];
};

test.concurrent.for(['Adds a part. Existing offers no longer fit after that and are discarded.', 'Adds a part, and discards all offers.'])(
  'what is discarded and still listed is told: %s',
  besideOthers(async (said) => {
    expect(await judged(said, true)).toEqual(['pass OAS-197 lifecycle/parts-discarded']);
    expect(await judged(said, false)).toEqual(['OAS-197 lifecycle/parts-discarded: discarded-still-listed']);
  }),
);

test.concurrent.for(['Adds a part.', 'Adds a part. Offers that have expired are discarded.'])(
  'nothing is told where the text does not say so: %s',
  besideOthers(async (said) => {
    expect(await judged(said, false)).toEqual([]);
  }),
);

test.each([
  'All rates are then removed.',
  'The current rates get deleted.',
  'Clears the existing rates.',
  'This drops all earlier rates.',
  'Changing the shipment discards all rates.',
])('rates are discarded by "%s"', (sentence) => {
  expect(discardingIn([sentence], 'rate', ['shipment', 'parcel'])).toBe(sentence);
});

test.each([
  'If the weight changes, existing rates are discarded.',
  'Existing rates are not discarded.',
  'The rates may be removed.',
  'Removes the rates of carriers with no depot.',
  'Empty if the rates were discarded.',
  'Existing rates are kept, and old parcels are discarded.',
  'The current rates become void.',
  'Existing rates become obsolete: they keep showing until the next quote.',
  'Existing rates are invalidated, their state becomes `stale`.',
  'All rates are discarded at midnight.',
  'The rates are removed from the cache.',
  'Its rates are deleted by a job.',
  'The existing rates are cleared of discounts.',
  'Deletes all draft rates.',
  'The current rates are dropped from the quote mail.',
  'Changing the weight discards existing rates.',
  'A change of weight, size or address drops all rates.',
  'Setting `weight` discards all rates.',
  'Existing rates of the carrier are discarded.',
  'Drops old rates as needed.',
  'All rates are removed and replaced by the ones in the body.',
  'The old rates are dropped. They are recalculated at once.',
])('rates are not discarded by "%s"', (sentence) => {
  expect(discardingIn([sentence], 'rate', ['shipment', 'parcel'])).toBeUndefined();
});
