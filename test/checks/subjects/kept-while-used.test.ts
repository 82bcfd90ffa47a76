import { expect, test } from 'vitest';
import { keptWhileUsed } from '../../../src/checks/subjects/kept-while-used.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: text });
const refusals = { 404: { description: 'Unknown' }, 409: { description: 'Conflict' } };

/** A resource type with a creation, a read and a removal. */
const kind = (path: string, names: readonly string[], more: { readonly removal?: string; readonly state?: readonly string[] } = {}) => {
  const properties = Object.fromEntries(names.map((name) => [name, text]));
  const shown = {
    type: 'object',
    required: ['id'],
    properties: { id: text, ...properties, ...(more.state && { state: { type: 'string', enum: more.state } }) },
  };
  const above = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name = '']) => inPath(name));
  return {
    [path]: {
      parameters: above,
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: shown }) } } },
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: names, properties }) },
        responses: { 201: { description: 'It', ...json(shown) }, ...refusals },
      },
    },
    [`${path}/{id}`]: {
      parameters: [...above, inPath('id')],
      get: { responses: { 200: { description: 'It', ...json(shown) }, 404: { description: 'Unknown' } } },
      delete: { tags: ['Things'], description: more.removal ?? 'Gone.', responses: { 204: { description: 'Gone' }, ...refusals } },
    },
  };
};

/** The removals of owners of a stable that something is in the way of, by the text of that and of its tag. */
const keptOwners = async (removal: string, tag = '') => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Stables', version: '1' },
      tags: [{ name: 'Things', description: tag }],
      paths: {
        ...kind('/owners', ['name'], { removal }),
        ...kind('/ponies', ['name', 'ownerId'], { state: ['young', 'grown', 'retired'] }),
        ...kind('/owners/{ownerId}/copies', ['name']),
        ...kind('/race-days', ['name']),
        ...kind('/race-days/{raceDayId}/starts', ['ownerId']),
      },
    }),
  );
  return keptWhileUsed(contract).filter(({ parent }) => parent.create.key === 'POST /owners');
};

const usesOf = async (removal: string, tag = ''): Promise<unknown> =>
  (await keptOwners(removal, tag)).flatMap(({ uses }) =>
    uses.map(({ child, counting, isAhead }) =>
      [child.create.key, ...counting.map(({ name }) => name), ...(isAhead ? ['ahead'] : [])].join(' '),
    ),
  );

test.each([
  ['Not possible while they have ponies (409).', false],
  ['Not possible while any money of theirs is in hand, or while they have ponies (409).', true],
  ['Not possible while they have ponies (409). While a balance is left, it stays on record.', false],
])('%s', async (removal, hasOther) => {
  expect((await keptOwners(removal)).map(({ hasOtherReasons }) => hasOtherReasons)).toEqual([hasOther]);
});

test.each<readonly [string, string, readonly string[]]>([
  ['Refused with 409 while the owner still has ponies.', '', ['POST /ponies']],
  ['Refused with 409 while a race day names it.', '', ['POST /race-days/{raceDayId}/starts']],
  [
    'Its copies go with it. Cannot be removed as long as any race day still lists the owner (409).',
    '',
    ['POST /race-days/{raceDayId}/starts'],
  ],
  ['An owner that is used by a race day is a conflict (409).', '', ['POST /race-days/{raceDayId}/starts']],
  ['An owner that belongs to a pony must first be taken off it, until then the answer is `409`.', '', ['POST /ponies']],
  ['What is still assigned to a pony cannot be removed (409).', '', ['POST /ponies']],
  ['An owner that belongs to a pony of another stable cannot be removed (409).', '', []],
  ['An owner that belongs to a pony is removed as well. Until then the answer is `200`.', '', []],
  ['Refused with 409 while a past race day names it.', '', []],
  ['Refused with 409 while a race day is held.', '', []],
  ['A race day that names it is moved; a draft is refused with 409.', '', []],
  ['Goes as well while a race day names it.', '', []],
  ['Refused with 409 while a race day names its rider.', '', []],
  // What is removed may be called as callers are elsewhere.
  ["An owner who still has ponies can't be removed (`409`).", '', ['POST /ponies']],
  ['Refused (409) as long as any pony of it is not retired.', '', ['POST /ponies young grown']],
  ['409 while a young or grown pony refers to it.', '', ['POST /ponies young grown']],
  ['Refused with 409 while the owner has copies.', '', ['POST /owners/{ownerId}/copies']],
  ['Gone.', 'An owner cannot be removed while there are copies.', ['POST /owners/{ownerId}/copies']],
  ['Refused with 409 while the owner has ponies that start in the future.', '', ['POST /ponies ahead']],
  ['Refused with 409 while one of its ponies is grown.', '', ['POST /ponies grown']],
  ['Refused with 409 while any ponies are still there.', '', ['POST /ponies']],
  ['Refused with 409 while the owner has ponies that are registered.', '', ['POST /ponies']],
  // Only with what a new one does not have, or is not.
  ['Not possible (`409`) while one of its ponies has a start that is planned.', '', []],
  ['Not possible (`409`) while any of its ponies still has copies.', '', []],
  ['Refused with 409 while the owner has ponies with starts.', '', []],
  ['Refused with 409 while the owner has ponies that have a start.', '', []],
  ['Refused with 409 while the owner has ponies whose race is not run.', '', []],
  ['Refused with 409 while one of the ponies is out on a ride.', '', []],
  ['Refused with 409 if the owner has ponies that are lent.', '', []],
  ['Not possible (409) while any ponies are registered to the owner.', '', ['POST /ponies']],
  ['An owner whose record still has ponies in it is refused with 409.', '', ['POST /ponies']],
  ['Not possible (409) if any ponies refer to it.', '', ['POST /ponies']],
  ['Not possible (409) while the owner has ponies that are young.', '', ['POST /ponies young']],
  ['Not possible (409) while one of its ponies is grown.', '', ['POST /ponies grown']],
  ['409 if the owner has ponies which belong to it.', '', ['POST /ponies']],
  ['May be refused with 409 while the owner has ponies.', '', []],
  ['No longer refused with 409 while the owner has ponies.', '', []],
  ['Is it refused with 409 while the owner has ponies?', '', []],
  ['Usually refused with 409 while the owner has ponies.', '', []],
  // What is in the way has, is or is for something that a new one does not.
  ['Not possible (409) while one of its ponies has a saddle.', '', []],
  ['Not possible (409) while one of its ponies has a race that is young or grown.', '', []],
  ['Not possible (409) while any of the ponies still has a debt.', '', []],
  ['Not possible (409) while the owner has ponies with a debt.', '', []],
  ['Not possible (409) while the owner has ponies that have copies.', '', []],
  ['Not possible (409) while the owner has ponies whose fees are unpaid.', '', []],
  ['Not possible (409) while the owner has ponies lent out.', '', []],
  ['Not possible (409) while the owner has ponies on loan.', '', []],
  ['Not possible (409) while the owner has ponies in use.', '', []],
  ['Not possible (409) while one of its ponies is ill.', '', []],
  ['Not possible (409) while a visit for one of its ponies is planned.', '', []],
  ['Not possible (409) while a vet is with its ponies.', '', []],
  ['Not possible (409) while the owner has ponies from this year.', '', []],
  ['Not possible (409) while one of the ponies has copies.', '', []],
  ['Not possible (409) while the owner has ponies or copies that are lent out.', '', []],
  // Of something else, along with it, or of callers.
  ['Gone.', 'Ponies cannot be sold while the owner has copies.', []],
  ['An owner is removed along with the ponies.', '', []],
  ['Only admins may remove an owner who has ponies (409 for others).', '', []],
])('the removal says "%s", its tag "%s"', async (removal, tag, expected) => {
  expect(await usesOf(removal, tag)).toEqual(expected);
});

/** Is the removal of a shelf refused while it has boxes, the only thing below it. */
const isKept = async (removal: string): Promise<boolean> => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Shelves', version: '1' },
      paths: { ...kind('/shelves', ['name'], { removal }), ...kind('/shelves/{shelfId}/boxes', ['name']) },
    }),
  );
  return keptWhileUsed(contract).some(({ parent }) => parent.create.key === 'POST /shelves');
};

test.each([
  ['Only empty shelves can be deleted (409).', true],
  ['Only an empty shelf may be removed, otherwise 409.', true],
  ['The shelf must be empty (409).', true],
  ['409 unless the shelf is empty.', true],
  ['409 unless it is empty.', true],
  ['Only empty shelves can be deleted.', false],
  ['The body must be empty (409).', false],
  ['Only empty boxes can be deleted (409).', false],
  ['The shelf must be empty for a week (409).', false],
  ['Refused with 409 while it is not empty.', true],
  ['A shelf that is not empty is refused (409).', true],
  ['A non-empty shelf is a 409.', true],
  ['409 if not empty.', true],
  ['Refused with 409 while one of its boxes is not empty.', false],
  ['Refused with 409 while it has boxes that are not empty.', false],
  ['Refused with 409 while there are non-empty boxes.', false],
  ['Refused with 409 while its label is not empty.', false],
])('of what has to be empty: %s', async (removal, expected) => {
  expect(await isKept(removal)).toBe(expected);
});

/** What keeps a venue, by the text of its removal: halls, and performances that name a hall. */
const keepsVenue = async (removal: string): Promise<readonly string[]> => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Venues', version: '1' },
      paths: {
        ...kind('/venues', ['name'], { removal }),
        ...kind('/venues/{venueId}/halls', ['name']),
        ...kind('/performances', ['title', 'hallId'], { state: ['scheduled', 'on_sale', 'cancelled'] }),
      },
    }),
  );
  const [found] = keptWhileUsed(contract).filter(({ parent }) => parent.create.key === 'POST /venues');
  return (found?.uses ?? []).map(({ child, through, counting, isAhead }) =>
    [
      ...(through ? [through.child.create.path] : []),
      child.create.path,
      ...counting.map(({ name }) => name),
      ...(isAhead ? ['ahead'] : []),
    ].join(' '),
  );
};

const throughHall = '/venues/{venueId}/halls /performances';

test.each<readonly [string, readonly string[]]>([
  [
    'Deletes the venue and its halls. Not possible (`409`) while one of its halls has a performance that is `scheduled` or `on_sale`.',
    [`${throughHall} scheduled on sale`],
  ],
  ['Refused with 409 while any of its halls has performances.', [throughHall]],
  ['Refused with 409 while its halls have performances.', [throughHall]],
  ['A venue that has halls with performances cannot be deleted (409).', [throughHall]],
  ['Refused with 409 as long as there are performances in one of its halls.', [throughHall]],
  ['Refused with 409 if a performance in one of its halls is scheduled, or while an invoice is not paid.', [`${throughHall} scheduled`]],
  ['Refused with 409 while one of its halls has a performance that is not cancelled.', [`${throughHall} scheduled on sale`]],
  ['Refused with 409 while one of its halls has performances in the future.', [`${throughHall} ahead`]],
  // Of other performances, or not firm.
  ['Refused with 409 while one of its halls has a performance with guests.', []],
  ['Refused with 409 while one of its halls has a performance that is sold out.', []],
  ['Refused with 409 while one of its halls has a booked performance.', []],
  ['Refused with 409 while one of its halls has at least two performances.', []],
  ['Refused with 409 while one of its halls has no performance.', []],
  ['Refused with 409 while one of its halls had a performance today.', []],
  ['May be refused with 409 while one of its halls has a performance.', []],
  ['Usually refused with 409 while one of its halls has a performance.', []],
  ['Possible while one of its halls has a performance.', []],
  ['Is it refused with 409 while one of its halls has a performance?', []],
  ['No longer refused with 409 while one of its halls has a performance.', []],
  ['Removed along with its halls, 409 while one of its halls has a performance.', []],
])('what is below its children keeps a resource: %s', async (removal, expected) => {
  expect(await keepsVenue(removal)).toEqual(expected);
});
