import { otherwise } from '../../../src/checks/subjects/refusal-words.ts';
import { describe, expect, test } from 'vitest';
import { lives } from '../../../src/checks/subjects/lives.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const text = { type: 'string' };
const states = ['draft', 'open', 'in_transit', 'delivered', 'cancelled'];
const parcel = {
  type: 'object',
  properties: { id: text, title: text, weight: { type: 'number' }, status: { ...text, enum: states }, locked: { type: 'boolean' } },
};
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const none = { description: 'None' };
const takes = (properties: object) => ({ required: true, ...json({ type: 'object', properties }) });
const shows = { description: 'It', ...json({ $ref: '#/components/schemas/Parcel' }) };
const note = { description: 'It', ...json({ $ref: '#/components/schemas/Note' }) };

type Words = {
  readonly description?: string;
  readonly conflict?: string;
  /** What the section of the parcels says. */
  readonly tag?: string;
  /** What the section of their notes says. */
  readonly notes?: string;
  /** Members of the body of the cancellation, all of them required; none without. */
  readonly body?: Readonly<Record<string, object>>;
  /** What its body is where it is no JSON. */
  readonly content?: Readonly<Record<string, object>>;
};

/** Parcels whose operation has some words. */
const livesWith = async (
  where: 'cancel' | 'patch' | 'delete' | 'scans' | 'label',
  { description = '', conflict = 'Conflict', body, content, tag, notes }: Words,
) => {
  const conflicts = (responses: object) => ({ ...responses, 404: none, 409: none });
  const said = (one: typeof where, responses: object) => ({
    tags: ['parcels'],
    ...(one === where ? { description } : {}),
    responses: { ...responses, 404: none, ...(one === where || tag !== undefined ? { 409: { description: conflict } } : {}) },
  });
  const parameters = [{ name: 'parcelId', in: 'path', required: true, schema: text }];
  const document = {
    openapi: '3.0.3',
    info: { title: 'Parcels', version: '1' },
    tags: [
      { name: 'parcels', description: tag ?? '' },
      { name: 'notes', description: notes ?? '' },
    ],
    components: { schemas: { Parcel: parcel, Note: { type: 'object', properties: { id: text, note: text } } } },
    paths: {
      '/parcels': {
        get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: { $ref: '#/components/schemas/Parcel' } }) } } },
        post: { requestBody: takes({ title: text, weight: { type: 'number' } }), responses: { 201: shows } },
      },
      '/parcels/{parcelId}': {
        parameters,
        get: { responses: { 200: shows, 404: none } },
        patch: {
          requestBody: takes({ title: text, weight: { type: 'number' }, locked: { type: 'boolean' } }),
          ...said('patch', { 200: shows }),
        },
        delete: said('delete', { 204: none }),
      },
      '/parcels/{parcelId}/cancel': {
        parameters,
        post: {
          ...said('cancel', { 200: shows }),
          ...(content && { requestBody: { required: true, content } }),
          ...(body && { requestBody: { required: true, ...json({ type: 'object', required: Object.keys(body), properties: body }) } }),
        },
      },
      '/parcels/{parcelId}/scans': {
        parameters,
        get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: { type: 'object' } }) } } },
        post: { requestBody: takes({ place: text }), ...said('scans', { 201: { description: 'Made' } }) },
      },
      '/parcels/{parcelId}/label': { parameters, get: said('label', { 200: { description: 'It', ...json({ type: 'object' }) } }) },
      '/parcels/{parcelId}/notes': {
        parameters,
        get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: { $ref: '#/components/schemas/Note' } }) } } },
        post: { tags: ['notes'], requestBody: takes({ note: text }), responses: conflicts({ 201: note }) },
      },
      '/parcels/{parcelId}/notes/{noteId}': {
        parameters: [...parameters, { name: 'noteId', in: 'path', required: true, schema: text }],
        get: { responses: { 200: note, 404: none } },
        patch: { tags: ['notes'], requestBody: takes({ note: text }), responses: conflicts({ 200: note }) },
        delete: { tags: ['notes'], responses: conflicts({ 204: none }) },
      },
      '/drivers': { get: { responses: { 200: none } } },
    },
  };
  return lives(await loadContract(writeDocument(document)))[0];
};

test.each<readonly [string, readonly string[]]>([
  ['Delivered', ['draft', 'open', 'in transit']],
  ['Already delivered.', ['draft', 'open', 'in transit']],
  ['The parcel is delivered or in transit', ['draft', 'open']],
  ['Conflict', []],
  ['Not allowed for what was delivered', ['delivered']],
  ['Possible until it is delivered', []],
])('an action leads from no state of which its conflict consists: %s', async (conflict, expected) => {
  const life = await livesWith('cancel', { description: 'Cancelling twice changes nothing.', conflict });
  const [led] = life?.leading.filter(({ operation }) => operation.key === 'POST /parcels/{parcelId}/cancel') ?? [];
  expect(led?.named.map(({ name }) => name)).toEqual(expected);
});

test.each<readonly [string, readonly string[]]>([
  ['A delivered parcel takes no changes and no notes any more (`409`).', ['delivered']],
  ['Delivered or cancelled parcels accept no new notes (409).', ['delivered', 'cancelled']],
  ['Cancelled parcels no longer accept scans and notes (409).', ['cancelled']],
  ['A delivered parcel takes no changes any more (409).', []],
  ['A delivered parcel takes no notes from drivers (409).', []],
  ['A delivered parcel takes no notes.', []],
  ['A delivered parcel takes notes (409 for others).', []],
])('what is below a resource is refused by the words of its change: %s', async (description, expected) => {
  const life = await livesWith('patch', { description });
  const ofNotes = life?.refusing.filter(({ operation }) => operation.key === 'POST /parcels/{parcelId}/notes') ?? [];
  expect(ofNotes.flatMap(({ refused }) => refused.map(({ name }) => name))).toEqual(expected);
});

describe('the states in which a text says that an operation is refused', () => {
  test.each<readonly [Parameters<typeof livesWith>[0], Words, readonly string[]]>([
    ['scans', { description: 'An empty place is a 422, a cancelled parcel a 409.' }, ['cancelled']],
    ['cancel', { description: 'An unknown reason is a 422, and a delivered parcel a 409.' }, ['delivered']],
    ['cancel', { description: 'An unknown reason is a 422, a delivered parcel can be cancelled with a reason.' }, []],
    [
      'scans',
      { description: 'If there is no room the driver is cancelled and nothing is changed. 409 for a delivered parcel.' },
      ['delivered'],
    ],
    ['cancel', { description: 'For a cancelled parcel nothing is changed. 409 for a delivered parcel.' }, ['delivered']],
    ['cancel', { description: 'Only open parcels can be cancelled.' }, ['draft', 'in transit', 'delivered', 'cancelled']],
    // What one part of is fixed in is none of the others.
    [
      'patch',
      {
        description:
          'A `draft` may be edited freely. While `open`, `weight` is fixed: a request with it gets `409`. In all other states every edit gets `409`.',
      },
      ['in transit', 'delivered', 'cancelled'],
    ],
    // Whose call it is, beside the states.
    [
      'patch',
      { description: "For the parcel's owner, while it is `draft` or `open` (otherwise `409`). At most 20 changes are kept." },
      ['in transit', 'delivered', 'cancelled'],
    ],
    [
      'scans',
      { description: "For the parcel's owner, while it is `draft` or `open` (otherwise `409`)." },
      ['in transit', 'delivered', 'cancelled'],
    ],
    [
      'scans',
      { description: 'For its owner, as long as it is `open` (`409` otherwise).' },
      ['draft', 'in transit', 'delivered', 'cancelled'],
    ],
    [
      'cancel',
      { description: 'The parcel must be `open` and has one refund at most (`409`).' },
      ['draft', 'in transit', 'delivered', 'cancelled'],
    ],
    ['patch', { description: "For the parcel's owner, while it is `open` (otherwise `409`). Staff may change it at any time." }, []],
    ['patch', { description: "For the driver's owner, while it is `open` (otherwise `409`)." }, []],
    ['patch', { description: 'For guests, while it is `open` (otherwise `409`).' }, []],
    [
      'cancel',
      { description: 'An open parcel becomes cancelled. In any other state the answer is 409.' },
      ['draft', 'in transit', 'delivered', 'cancelled'],
    ],
    [
      'cancel',
      {
        description:
          'Takes some or all pieces out of a draft or open parcel. As long as pieces remain, the parcel is `in_transit`; with the last one it becomes `cancelled`. Pieces that are lost cannot be taken out, nor can parcels in any other state (409).',
      },
      ['in transit', 'delivered', 'cancelled'],
    ],
    [
      'cancel',
      { description: 'Takes pieces out. With the last one the parcel becomes `delivered`. In any other state the answer is 409.' },
      [],
    ],
    [
      'cancel',
      { description: 'Cancels a draft or open parcel; any other status is a conflict (409).' },
      ['in transit', 'delivered', 'cancelled'],
    ],
    [
      'cancel',
      { description: 'Cancels the parcel. A parcel that is in transit or already delivered cannot be cancelled.' },
      ['in transit', 'delivered'],
    ],
    ['cancel', { description: 'The parcel must be open (otherwise 409).' }, ['draft', 'in transit', 'delivered', 'cancelled']],
    ['cancel', { description: 'From `open` to `cancelled`, 409 otherwise.' }, ['draft', 'in transit', 'delivered', 'cancelled']],
    ['cancel', { description: 'From `draft`, or `cancelled` to change the reason; 409 otherwise.' }, ['open', 'in transit', 'delivered']],
    ['cancel', { description: 'For open or cancelled parcels, 409 otherwise.' }, ['draft', 'in transit', 'delivered']],
    [
      'cancel',
      { description: 'From `draft` or `open`; 409 otherwise, and 409 if nobody is at home.' },
      ['in transit', 'delivered', 'cancelled'],
    ],
    [
      'cancel',
      {
        description: 'Managers only. Possible while the parcel is `draft` or `in_transit` (else 409 `wrong_state`). There is no way back.',
      },
      ['open', 'delivered', 'cancelled'],
    ],
    [
      'cancel',
      { description: 'Possible while the parcel is open (409 `wrong_state`).' },
      ['draft', 'in transit', 'delivered', 'cancelled'],
    ],
    ['cancel', { description: 'Possible for drafts and open parcels, 409 for all others.' }, ['in transit', 'delivered', 'cancelled']],
    ['cancel', { description: 'Works as long as the parcel is open, afterwards 409.' }, ['in transit', 'delivered', 'cancelled']],
    ['cancel', { description: 'Works while the parcel is a draft or open.' }, ['in transit', 'delivered', 'cancelled']],
    [
      'cancel',
      { description: 'Open parcels are cancelled. Parcels in transit are recalled. In any other state: 409.' },
      ['draft', 'delivered', 'cancelled'],
    ],
    ['cancel', { description: 'Attempting to cancel a delivered parcel results in 409.' }, ['delivered']],
    ['cancel', { description: '`in_transit` → `delivered`, else `409 wrong_state`.' }, ['draft', 'open', 'delivered', 'cancelled']],
    [
      'cancel',
      { description: 'Only open parcels can be cancelled. The fourth in a day is refused with `409`, code `TOO_MANY_OPEN`.' },
      ['draft', 'in transit', 'delivered', 'cancelled'],
    ],
    ['cancel', { description: 'Possible until it is in transit, later it is a 409.' }, ['in transit']],
    ['cancel', { description: 'A parcel can be cancelled until it is in transit or delivered.' }, ['in transit', 'delivered']],
    ['cancel', { description: 'Possible until it is cancelled.' }, []],
    ['cancel', { description: 'Not possible until it is open (409).' }, []],
    ['cancel', { description: 'Possible for drivers until it is in transit (409).' }, []],
    ['cancel', { description: 'If it is heavy, it can be cancelled until it is in transit (409).' }, []],
    ['cancel', { description: 'Drafts only (409).' }, ['open', 'in transit', 'delivered', 'cancelled']],
    ['cancel', { description: 'Delivered parcels are final and cannot be cancelled.' }, ['delivered']],
    ['patch', { description: 'The weight can be altered as long as the parcel is a draft.' }, []],
    ['patch', { description: 'Parcels can be altered as long as they are drafts.' }, ['open', 'in transit', 'delivered', 'cancelled']],
    ['patch', { description: 'For drafts. Rounds the weight.' }, ['open', 'in transit', 'delivered', 'cancelled']],
    [
      'scans',
      { description: 'For open parcels (409 `not_open`). A place is scanned once (409 `twice`).' },
      ['draft', 'in transit', 'delivered', 'cancelled'],
    ],
    [
      'scans',
      { description: 'The parcel must be open, the driver known, and the place free. Otherwise `409`.' },
      ['draft', 'in transit', 'delivered', 'cancelled'],
    ],
    [
      'cancel',
      { description: 'Only for open parcels and not more than is `due`, otherwise `409`.' },
      ['draft', 'in transit', 'delivered', 'cancelled'],
    ],
    [
      'scans',
      { description: 'Only open parcels and no more than the rest of the day (409 otherwise).' },
      ['draft', 'in transit', 'delivered', 'cancelled'],
    ],
    ['cancel', { description: 'For open parcels not more than is `due`, otherwise `409`.' }, []],
    ['scans', { description: 'With a place the parcel must be open, the driver known, otherwise 409.' }, []],
    ['scans', { description: 'While the parcel is `open` (409).' }, ['draft', 'in transit', 'delivered', 'cancelled']],
    // What "it" is, the scan or the parcel, is open.
    ['scans', { description: 'As long as it is open (409). A place is scanned once.' }, []],
    ['scans', { description: '409 while the parcel is open.' }, ['open']],
    [
      'scans',
      { description: 'Scans can only be added while the parcel is open (409 otherwise), and there can be 50 at most (409).' },
      ['draft', 'in transit', 'delivered', 'cancelled'],
    ],
    [
      'scans',
      { description: 'Only while the parcel is open, and a parcel has no more than 50 of them (409 otherwise).' },
      ['draft', 'in transit', 'delivered', 'cancelled'],
    ],
    ['scans', { description: 'A scan is one of a parcel, and there can be 50 at most while the parcel is open (409).' }, []],
    ['scans', { description: 'If the parcel is delivered (409).' }, ['delivered']],
    ['scans', { description: 'On an open or delivered parcel (409).' }, ['draft', 'in transit', 'cancelled']],
    ['cancel', { description: 'For drafts and open parcels (`409`, `too_late`).' }, ['in transit', 'delivered', 'cancelled']],
    ['delete', { description: 'Possible in every status but `in_transit`.' }, ['in transit']],
    ['delete', { description: 'Not possible in any status but `draft`.' }, ['open', 'in transit', 'delivered', 'cancelled']],
    [
      'delete',
      { description: 'Once a parcel is delivered it has a history, so deleting it in any status but `draft` is a 409.' },
      ['open', 'in transit', 'delivered', 'cancelled'],
    ],
    [
      'delete',
      { description: 'Drafts and cancelled parcels can be deleted. Anything that has been handed over stays, hence 409.' },
      ['open', 'in transit', 'delivered'],
    ],
    [
      'cancel',
      { description: 'The parcel has to be a draft with at least one scan, otherwise 409.' },
      ['open', 'in transit', 'delivered', 'cancelled'],
    ],
    ['scans', { description: 'Possible in every status but `delivered`.' }, ['delivered']],
    ['scans', { description: 'In any status, except that nothing can be added to a delivered parcel (409).' }, ['delivered']],
    ['cancel', { description: 'Possible at any time, except that a delivered parcel cannot be cancelled (409).' }, ['delivered']],
    ['delete', { description: 'Every parcel can be removed, with the exception that open parcels are refused (409).' }, ['open']],
    ['cancel', { description: 'Allowed for open parcels, else 409.' }, ['draft', 'in transit', 'delivered', 'cancelled']],
    ['cancel', { description: '`in_transit` → `delivered`, else `409 wrong_state`.' }, ['draft', 'open', 'delivered', 'cancelled']],
    ['cancel', { description: 'Draft or open -> cancelled, else 409.' }, ['in transit', 'delivered', 'cancelled']],
    [
      'cancel',
      {
        description:
          'The driver is called back: open -> cancelled. Any other state, also a parcel nobody has fetched yet: `409`, `wrong_state`. Takes no body, whatever is sent is ignored.',
      },
      ['draft', 'in transit', 'delivered', 'cancelled'],
    ],
    [
      'cancel',
      { description: 'Calls the drivers back: draft or open -> cancelled (otherwise `409`, `wrong_state`). A body is ignored.' },
      ['in transit', 'delivered', 'cancelled'],
    ],
    // What is ignored is the call.
    ['cancel', { description: 'Open -> cancelled, otherwise 409. A second call is ignored.' }, ['draft', 'in transit', 'delivered']],
    // The rest holds for those alone that the words before the colon name.
    ['cancel', { description: 'For one of the drivers: open -> cancelled, otherwise 409.' }, []],
    ['cancel', { description: 'Heavy parcels of the drivers: open -> cancelled, otherwise 409.' }, []],
    ['cancel', { description: 'When the driver is called: open -> cancelled, otherwise 409.' }, []],
    ['cancel', { description: 'Not possible while the parcel is in transit (409).' }, ['in transit']],
    ['cancel', { description: 'No longer possible when the parcel is delivered: 409.' }, ['delivered']],
    ['cancel', { description: 'Needs an open parcel (409).' }, ['draft', 'in transit', 'delivered', 'cancelled']],
    ['cancel', { description: 'Requires the status `open` (409 `wrong_state`).' }, ['draft', 'in transit', 'delivered', 'cancelled']],
    ['cancel', { description: 'Cancels the parcel if it is `open`, 409 if not.' }, ['draft', 'in transit', 'delivered', 'cancelled']],
    ['cancel', { description: 'Expects an open parcel and answers 409 if it is not.' }, ['draft', 'in transit', 'delivered', 'cancelled']],
    ['cancel', { description: '409 if the parcel is anything but open.' }, ['draft', 'in transit', 'delivered', 'cancelled']],
    ['cancel', { description: 'Can be called in the states draft and open (409).' }, ['in transit', 'delivered', 'cancelled']],
    ['cancel', { description: 'Possible for open parcels, but 409 `wrong_state` once the parcel is delivered.' }, ['delivered']],
    ['cancel', { description: 'Not for delivered or cancelled parcels (409 `wrong_state`).' }, ['delivered', 'cancelled']],
    ['cancel', { description: 'Cancels the parcel (409 `wrong_state` when delivered).' }, ['delivered']],
    [
      'cancel',
      { description: 'Only open parcels can be cancelled; a delivered parcel stays delivered. Otherwise `409`.' },
      ['draft', 'in transit', 'delivered', 'cancelled'],
    ],
    [
      'cancel',
      { description: 'Only drafts can be cancelled; an open or delivered parcel is `409` (`notDraft`).' },
      ['open', 'delivered', 'in transit', 'cancelled'],
    ],
    ['cancel', { description: 'Delivered parcels cannot be cancelled (`409`). The scans stay.' }, ['delivered']],
    ['cancel', { description: 'Delivered parcels cannot be cancelled (`409`). Where the scans are there already it succeeds.' }, []],
    ['cancel', { description: 'Answered with 409 unless the parcel is a draft or open.' }, ['in transit', 'delivered', 'cancelled']],
    ['cancel', { conflict: 'The parcel is already delivered' }, ['delivered']],
    ['cancel', { conflict: 'The parcel is not open' }, ['draft', 'in transit', 'delivered', 'cancelled']],
    ['cancel', { description: 'Refused with 409 when the parcel is already `cancelled`.' }, ['cancelled']],
    ['patch', { description: "A delivered or cancelled parcel can't be changed any more." }, ['delivered', 'cancelled']],
    ['patch', { description: 'Parcels can be edited only while they are drafts.' }, ['open', 'in transit', 'delivered', 'cancelled']],
    ['patch', { description: 'A locked parcel rejects changes with 409.' }, ['locked']],
    [
      'patch',
      { description: 'Refused with `422` if `weight` is not a number, and with `409` if the parcel is delivered or cancelled.' },
      ['delivered', 'cancelled'],
    ],
    ['delete', { description: 'Only drafts may be deleted.' }, ['open', 'in transit', 'delivered', 'cancelled']],
    ['delete', { conflict: 'Parcel is in transit' }, ['in transit']],
    ['label', { description: 'Drafts and cancelled parcels have no label (409).' }, ['draft', 'cancelled']],
    ['label', { description: 'The label, once it is printed.' }, []],
    ['scans', { description: 'Adds a scan to a parcel. Delivered parcels take no more scans: 409.' }, ['delivered']],
    ['scans', { description: 'The parcel must be open, in transit or delivered. All else is a conflict (409).' }, ['draft', 'cancelled']],
    ['scans', { description: 'The parcel has to be open, in transit, or delivered (409).' }, ['draft', 'cancelled']],
    [
      'scans',
      { description: 'The parcel has to be in the state `open` and must not have a late scan.' },
      ['draft', 'in transit', 'delivered', 'cancelled'],
    ],
    [
      'scans',
      { description: 'The parcel must be open or in transit and have at least one label (409).' },
      ['draft', 'delivered', 'cancelled'],
    ],
    ['scans', { description: 'Only parcels that must be open and have no label can be scanned by hand.' }, []],
    ['cancel', { description: 'Cancelled parcels are refused (409). The note stays in the state `open`.' }, ['cancelled']],
    [
      'scans',
      { description: 'The parcel must be open (409). Cancelled or delivered scans do not count.' },
      ['draft', 'in transit', 'delivered', 'cancelled'],
    ],
    ['scans', { description: 'Scans can only be added to parcels that are in transit.' }, ['draft', 'open', 'delivered', 'cancelled']],
    ['scans', { description: 'Once per place; a second scan is a 409, and so is scanning a draft.' }, ['draft']],
    [
      'scans',
      { description: 'A second scan of a place is refused (409), as is a scan of a draft or a cancelled parcel.' },
      ['draft', 'cancelled'],
    ],
    ['scans', { description: 'Twice at one place is a `409`. The same goes for delivered parcels.' }, ['delivered']],
    ['scans', { description: 'Adding a scan to a draft is a 409.' }, ['draft']],
    ['scans', { description: 'The parcel must be neither `delivered` nor `cancelled` (409).' }, ['delivered', 'cancelled']],
    ['cancel', { description: 'A parcel may be neither delivered nor in transit, 409 otherwise.' }, ['delivered', 'in transit']],
    ['cancel', { description: 'Only before the hand-over: an open or delivered parcel is a 409.' }, ['open', 'delivered']],
    ['cancel', { description: 'Not after the hand-over: `delivered` parcels are refused (409).' }, ['delivered']],
    ['cancel', { description: 'A delivered parcel is a 409. Cancelling a parcel once more is fine and changes nothing.' }, ['delivered']],
    ['cancel', { description: 'Delivered parcels cannot be cancelled (409). Cancelling a cancelled parcel has no effect.' }, ['delivered']],
    ['cancel', { description: 'Only drafts can be cancelled (409). Idempotent.' }, ['open', 'in transit', 'delivered']],
    [
      'cancel',
      { description: 'Only a draft can be cancelled, and only when the depot is open (409 otherwise).' },
      ['open', 'in transit', 'delivered', 'cancelled'],
    ],
    ['scans', { description: 'Scanning drafts leads to a 409.' }, ['draft']],
    ['scans', { description: '409 for a second scan of a place, and for scanning a draft.' }, ['draft']],
    ['cancel', { description: 'A parcel without an address is a 409, and so is cancelling a delivered one.' }, []],
    ['cancel', { description: 'A parcel without an address is a 409, and so is cancelling a delivered parcel.' }, ['delivered']],
    ['patch', { description: 'A title that another one has is a conflict, as is changing a delivered parcel.' }, ['delivered']],
  ])('%s: %o', async (where, words, refused) => {
    const life = await livesWith(where, words);
    expect(life?.refusing.flatMap((one) => one.refused.map(({ name }) => name)) ?? []).toEqual(refused);
  });

  test.each<readonly [Parameters<typeof livesWith>[0], Words]>([
    ['cancel', { description: 'Cancels it. If nobody is there to tell, that is a 409 as well, and it remains a draft.' }],
    ['cancel', { description: 'Cancels the parcel. Idempotent: a cancelled parcel stays cancelled.' }],
    ['cancel', { description: 'Only administrators can cancel open parcels.' }],
    ['scans', { description: 'A second scan is a 409, and so is a draft of one.' }],
    ['scans', { description: 'A second scan is a 409, and so is editing a draft.' }],
    ['scans', { description: 'A second scan is a 409, and so is scanning a draft twice.' }],
    ['scans', { description: 'A second scan is a 409, and so is scanning a draft with a broken code.' }],
    ['scans', { description: 'An unknown place is a 422, and so is scanning a draft.' }],
    ['scans', { description: 'A second scan is a 200, and so is scanning a draft.' }],
    ['scans', { description: 'A second scan is refused by some readers, scanning a draft is not.' }],
    ['cancel', { description: 'A second call is a 409, and so is opening a draft.' }],
    ['cancel', { description: 'The parcel must be neither delivered nor cancelled by the sender while it is open (409 otherwise).' }],
    ['cancel', { description: 'Cancels an open parcel.' }],
    ['cancel', { description: 'A delivered parcel is a 409. A call while the parcel is open changes nothing.' }],
    ['cancel', { description: 'A delivered parcel is a 409. Where a claim is there nothing happens.' }],
    ['cancel', { description: 'Only with a fee: a delivered parcel costs more (409).' }],
    ['scans', { description: 'A delivered parcel is a 409. A second scan of a place changes nothing.' }],
    ['cancel', { description: 'Cancels an open parcel (409 `wrong_state`).' }],
    ['cancel', { description: 'The request may be refused when the parcel is delivered (409).' }],
    ['cancel', { description: 'Works while the parcel is open, and for drafts too.' }],
    ['cancel', { description: 'Also works while the parcel is open.' }],
    ['cancel', { description: 'Possible while the parcel is open, and at any time for managers.' }],
    ['cancel', { description: 'You can call it while the parcel is open.' }],
    ['cancel', { description: 'Works for delivered parcels as well.' }],
    ['cancel', { description: 'For delivered parcels a reason is needed.' }],
    ['scans', { description: 'For open parcels with a label (409 `no_label`).' }],
    ['cancel', { description: 'Cancels a draft or open parcel. Anything that has a label can be sent afterwards.' }],
    ['patch', { description: 'Possible in every status, also in `delivered`.' }],
    ['patch', { description: 'A parcel can be altered as long as it is open or the caller gives a reason.' }],
    ['cancel', { description: 'It can fail if the parcel is delivered (409).' }],
    ['cancel', { description: 'A parcel with open drivers cannot be cancelled.' }],
    ['cancel', { description: 'A parcel that has open claims cannot be cancelled.' }],
    ['cancel', { conflict: 'There are open claims' }],
    ['delete', { description: 'Parcels with a cancelled invoice cannot be deleted.' }],
    ['patch', { description: 'The weight of a delivered parcel cannot be changed.' }],
    ['delete', { description: 'A parcel into which others were cancelled cannot be deleted (409).' }],
    ['cancel', { description: 'Allowed are: draft to open; open to delivered. Everything else is refused with 409.' }],
    [
      'patch',
      {
        description:
          'The allowed moves are\n\n| from | to |\n|---|---|\n| `draft` | `open`, `cancelled` |\n| `open` | `in_transit` |\n\nA parcel only becomes `open` when it has been weighed. The status `delivered` is set by the driver, never by hand. Any other move is refused with `409`.',
      },
    ],
    ['patch', { description: 'You cannot open a parcel by this operation.' }],
    ['patch', { description: 'Of a delivered parcel only the status can be changed.' }],
    ['patch', { description: 'Of a delivered parcel only the status can be changed, anything else is a conflict (409).' }],
    ['patch', { description: 'For a delivered parcel, only its status of the last scan is changed. It is a draft first.' }],
    ['patch', { conflict: 'Another parcel has this title' }],
    ['delete', { description: 'Parcels cannot be deleted before they are delivered.' }],
    ['scans', { description: 'Adds a scan. Open scans cannot be added twice (409).' }],
    ['scans', { conflict: 'It is already open' }],
    ['cancel', { description: 'Note: delivered parcels can not be cancelled by customers.' }],
    ['cancel', { description: 'A delivered parcel cannot be cancelled without a reason code.' }],
    ['cancel', { description: 'Delivered parcels cannot be cancelled through the portal.' }],
    ['cancel', { description: 'Returns 409 if another cancellation of an open parcel is in progress.' }],
    ['cancel', { description: 'Returns `409 Conflict` if the parcel is delivered and has not been signed for.' }],
    ['cancel', { description: 'If the parcel is delivered, a 409 is returned when the return window has closed.' }],
    ['cancel', { description: '* draft, open: cancelled at once\n* in_transit: 409 if the carrier does not support recalls' }],
    ['cancel', { description: '409 if the parcel is not open and has no refund.' }],
    ['cancel', { description: 'A draft without scans cannot be cancelled (409).' }],
    ['cancel', { description: 'Does not work for delivered parcels of the economy tariff (409).' }],
    ['cancel', { description: 'Cancelling an open parcel twice results in 409.' }],
    ['cancel', { description: 'While in transit the parcel can be cancelled, but the carrier might refuse it: 409.' }],
    ['cancel', { description: 'Rejects delivered parcels by default; set `allow_delivered`.' }],
    ['cancel', { description: 'On the free plan, only draft parcels can be cancelled.' }],
    ['cancel', { description: 'For express parcels: only drafts can be cancelled.' }],
    ['cancel', { description: 'International parcels can only be cancelled while they are open.' }],
    ['cancel', { description: 'In version 1, delivered parcels could not be cancelled (409).' }],
    ['cancel', { description: 'Starting with 2031-01, parcels in transit cannot be cancelled.' }],
    ['cancel', { description: 'Delivered parcels cannot usually be cancelled.' }],
    ['cancel', { description: 'In most cases only open parcels can be cancelled.' }],
    ['cancel', { description: 'A parcel in transit cannot be cancelled immediately; the cancellation is queued.' }],
    ['cancel', { description: 'Only open parcels can trigger a refund when cancelled.' }],
    ['cancel', { description: 'Only parcels in status open or draft are refunded.' }],
    ['cancel', { description: 'Cancels the parcel. The fee is only waived for open parcels.' }],
    ['cancel', { description: 'A refund is only possible if the parcel is open.' }],
    ['cancel', { description: 'Refunds are made only for open parcels; 409 if the bank rejects.' }],
    ['cancel', { description: 'Sends a message only if the parcel is open.' }],
    ['cancel', { description: 'Only the sender of an open parcel may do this.' }],
    ['cancel', { description: 'You can cancel an open parcel once only.' }],
    ['cancel', { description: 'To get a refund, the parcel must be open.' }],
    ['cancel', { description: 'Must be open to qualify for a refund.' }],
    ['cancel', { description: 'The parcel must be open for a refund to be issued.' }],
    ['cancel', { description: 'If `refund` is true, the parcel must be open.' }],
    ['cancel', { description: 'When called by a carrier, the parcel must be in transit.' }],
    ['cancel', { description: 'The parcel must be open, unless `force` is sent.' }],
    ['cancel', { description: 'The parcel has to be open or have no label yet.' }],
    ['cancel', { description: 'The parent parcel must be open.' }],
    ['cancel', { description: 'The gate has to be open.' }],
    ['cancel', { description: 'A parcel may not be cancelled while its payment is open (409).' }],
    ['cancel', { description: 'A parcel whose shipment is delivered cannot be cancelled (409).' }],
    ['cancel', { description: 'It is not possible to know whether the parcel was delivered.' }],
    ['cancel', { description: 'A cancelled parcel cannot be delivered.' }],
    ['cancel', { description: 'Cancelled parcels no longer accept scans (409).' }],
    ['cancel', { description: 'After this, the parcel is cancelled and can no longer be edited.' }],
    ['cancel', { description: 'Open parcels are cancelled. Otherwise, a return is started and 409 is never returned.' }],
    ['cancel', { description: 'Draft parcels are discarded. Other states: 409 if the carrier objects.' }],
    ['cancel', { description: 'Parcels in transit require the add-on for recalls, otherwise 409.' }],
    ['cancel', { conflict: 'E.g. the parcel is in transit and the carrier refuses' }],
    ['cancel', { conflict: 'May be returned when the parcel is delivered' }],
    ['cancel', { conflict: 'The parcel is open in another session' }],
    ['patch', { description: 'Cancelled parcels cannot be reopened (409).' }],
    ['patch', { description: 'Once the parcel is delivered, its recipient cannot be changed (409).' }],
    ['patch', { description: 'Address changes are rejected with 409 when the parcel is in transit.' }],
    ['patch', { description: 'The recipient may only be changed while the parcel is a draft; 409 otherwise.' }],
    ['patch', { description: 'Pricing-relevant fields can only be edited in draft.' }],
    ['patch', { description: 'Unlocking is only possible for open parcels (409).' }],
    ['patch', { description: 'A delivered parcel can only be annotated.' }],
    ['patch', { description: 'From `open` to `cancelled`, 409 otherwise.' }],
    ['patch', { description: 'Changing a parcel from delivered to open is rejected with 409.' }],
    ['patch', { description: 'Changing a draft is only possible for its author.' }],
    ['patch', { description: 'Delivered parcels cannot be moved to another sender.' }],
    ['delete', { description: 'Deletes a parcel. Only drafts are really deleted, all others are cancelled.' }],
    ['delete', { description: 'Delivered parcels are kept for 10 years and cannot be purged (409).' }],
    ['delete', { description: 'A parcel in transit with scans cannot be deleted (409).' }],
    ['delete', { description: 'Delivered parcels can be deleted after 30 days only; 409 before.' }],
    ['delete', { description: 'We recommend deleting cancelled parcels only.' }],
    ['delete', { description: 'A delivered parcel cannot be removed from the statistics (409).' }],
    ['delete', { description: 'The last open parcel cannot be deleted (409).' }],
    ['scans', { description: 'Delivered parcels take no scans from other carriers (409).' }],
    ['scans', { description: 'Pickup scans can only be added while the parcel is open.' }],
    ['scans', { description: 'The parcel must be in transit for scans of type `hub`.' }],
    ['scans', { description: 'Scans for delivered parcels are only accepted from couriers.' }],
  ])('nothing is read from %s: %o', async (where, words) => {
    const life = await livesWith(where, words);
    expect(life?.refusing ?? []).toEqual([]);
  });
});

test.each<readonly [string, string | undefined, boolean]>([
  ['An open parcel becomes cancelled.', 'cancelled', true],
  ['Sets the status to `in_transit`.', 'in transit', true],
  ['Marks the parcel as delivered.', 'delivered', true],
  ['Moves an open parcel to in_transit.', 'in transit', true],
  ['Withdraws it.', 'cancelled', false],
  ['A draft becomes `open`, or `delivered` at once if its weight is 0.', 'open', false],
  ['Only a delivered parcel can be taken back; it is open again, and its weight is null.', 'open', true],
  ['The weight falls; at 0 the parcel becomes delivered.', 'cancelled', false],
  ['The parcel becomes cancelled or, if it was sent, in transit.', 'cancelled', false],
])('an action with the text "%s" leads to %s', async (description, to, isTold) => {
  const life = await livesWith('cancel', { description });
  expect(life?.leading.map((one) => [one.to.name, one.isTold])).toEqual([[to, isTold]]);
});

describe('the state that an action leads to by its name', () => {
  const leadsTo = async (words: Words) =>
    (await livesWith('cancel', words))?.leading.map(({ operation, to }) => `${operation.key}: ${to.name}`) ?? [];

  test.each<readonly [string, Words]>([
    ['no body', {}],
    ['a reason', { body: { reason: text } }],
  ])('is told by an action with %s', async (_what, words) => {
    expect(await leadsTo(words)).toEqual(['POST /parcels/{parcelId}/cancel: cancelled']);
  });

  test.each<readonly [string, Words]>([
    ['the day from which it holds', { body: { endsOn: { type: 'string', format: 'date' } } }],
    ['an amount, which may be a part', { body: { amount: { type: 'integer' } } }],
  ])('is not told by an action with %s', async (_what, words) => {
    expect(await leadsTo(words)).toEqual([]);
  });

  test('is told by its text, also of one with an amount', async () => {
    const words = { description: 'The parcel becomes cancelled.', body: { amount: { type: 'integer' } } };
    expect(await leadsTo(words)).toEqual(['POST /parcels/{parcelId}/cancel: cancelled']);
  });
});

describe('a limit by states is none', () => {
  test.each<readonly [string, string]>([
    ['beside something else', 'Works while the parcel is open or on its way.'],
    ['where another state is told of', 'Works while the parcel is open; when it is in transit it takes longer.'],
    ['where a later call has a price', 'It can be cancelled as long as it is open. Once it is in transit, cancelling costs a fee.'],
    ['where those of another state are told of', 'Works for open parcels straight away; for those in transit the carrier is asked.'],
    ['where it goes on otherwise', 'Works as long as the parcel is open, and from then on with a fee.'],
    ['where another state needs something', 'For drafts. Open parcels need a reason.'],
    ['where the exception is told of', 'Possible in every status but `delivered`; there it needs a reason.'],
    ['on a condition', 'Possible in every status but `delivered` when the driver is offline.'],
    ['where a refusal is one that may be', 'Any status but `draft` may give a 409.'],
  ])('%s', async (_, description) => {
    expect((await livesWith('cancel', { description }))?.refusing ?? []).toEqual([]);
  });

  test('and is one where what the operation leads to is told of', async () => {
    const life = await livesWith('cancel', {
      description: 'Works while the parcel is open. Once it is cancelled, the sender gets a message.',
    });
    expect(life?.refusing.map(({ refused }) => refused.map(({ name }) => name))).toEqual([
      ['draft', 'in transit', 'delivered', 'cancelled'],
    ]);
  });
});

describe('what the section of a resource says of all changes', () => {
  const notDraft = 'open,in transit,delivered,cancelled';
  const refusedBy = async (words: Words) =>
    Object.fromEntries(
      ((await livesWith('delete', words))?.refusing ?? []).map(({ operation, refused }) => [
        operation.key.replace('/parcels/{parcelId}', ''),
        refused.map(({ name }) => name).join(','),
      ]),
    );

  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['Only drafts can be deleted.', { 'DELETE ': notDraft }],
    ['Delivered parcels cannot be changed or deleted any more.', { 'DELETE ': 'delivered' }],
    [
      'Delivered and cancelled parcels can no longer be deleted; later attempts are answered with 409.',
      { 'DELETE ': 'delivered,cancelled' },
    ],
    [
      'Only drafts can be edited. That goes for the parcel itself as well as for its notes; later attempts are answered with 409.',
      { 'PATCH /notes/{noteId}': notDraft },
    ],
    [
      'A delivered parcel is frozen. Reading works as before; every change to the parcel itself or to anything below it (notes, scans) ends in 409.',
      {
        'POST /notes': 'delivered',
        'PATCH /notes/{noteId}': 'delivered',
        'DELETE /notes/{noteId}': 'delivered',
        'POST /scans': 'delivered',
      },
    ],
    [
      'A delivered parcel is frozen. Every change to the parcel itself or to anything below it ends in 409. Scans are the exception.',
      { 'PATCH /notes/{noteId}': 'delivered', 'DELETE /notes/{noteId}': 'delivered' },
    ],
    ['From cancellation on, neither the parcel nor the notes can be edited (`409`).', { 'PATCH /notes/{noteId}': 'cancelled' }],
  ])('%s', async (tag, refused) => {
    expect(await refusedBy({ tag })).toEqual(refused);
  });

  test.each([
    'Only administrators can delete drafts.',
    'Only drafts can be deleted by drivers.',
    'Only drafts can be deleted without a reason.',
    'Drafts can be deleted.',
    'The weight of a delivered parcel cannot be changed.',
    'Usually only drafts can be deleted.',
    'Only drafts can be deleted unless a manager asks for it.',
    'The title can be changed while the parcel is a draft, afterwards you get a 409.',
    'Only drafts can be deleted. Cancelled parcels can be deleted too.',
    'Only drafts can be deleted, delivered parcels after a year as well.',
    'Only drafts can be deleted permanently.',
    'Only drafts can be deleted in bulk.',
    'Only drafts could be deleted in the first version of this API.',
    'Delivered parcels cannot be deleted within 30 days.',
    'Delivered parcels cannot be deleted while scans are missing.',
    'Delivered parcels cannot be deleted when an invoice refers to them.',
    'Delivered parcels cannot be deleted. The query parameter `force` overrides this.',
    'Delivered parcels cannot be deleted. A removal is accepted, and ignored.',
    'Open parcels cannot be deleted; the call cancels them instead.',
    'Only drafts can be deleted. Managers may delete any parcel.',
    'It can be deleted while the parcel is a draft, afterwards with a 409 where a bill exists.',
    'It can be deleted while the parcel is open, from then on only with a reason (409).',
    'A delivered parcel is frozen. Every change to it or to anything below it ends in 409, but scans and notes can be added at any time.',
    'Only drafts can be edited. That goes for the notes only when the parcel has been invoiced.',
    'Only drafts can be edited. That goes for the notes as well. Notes stay editable for their authors.',
    'From cancellation on, everything but the notes cannot be edited.',
    'From cancellation on, only the notes can be edited, the parcel cannot be edited.',
    'From cancellation on, neither the parcel nor the notes can be edited without a reason.',
  ])('nothing is read from: %s', async (tag) => {
    expect(await refusedBy({ tag })).toEqual({});
  });

  test('the section of what is below tells of its changes', async () => {
    const notes = 'Notes go in order. Content can be changed while the parcel is a draft or open, afterwards you get a 409.';
    expect(await refusedBy({ notes })).toEqual({ 'PATCH /notes/{noteId}': 'in transit,delivered,cancelled' });
  });

  test.each([
    'Content can be changed only while the parcel is open. Notes can be corrected at any time.',
    'Notes can be changed as long as the parcel is open, thereafter corrections are limited to typos (409 otherwise).',
  ])('nothing is read from the section of what is below: %s', async (notes) => {
    expect(await refusedBy({ notes })).toEqual({});
  });

  test('an operation in whatever state is refused in none', async () => {
    expect(await refusedBy({ tag: 'Only drafts can be deleted.', description: 'Deletes a parcel, whatever its status.' })).toEqual({});
  });

  test('what an operation says of a state itself goes first', async () => {
    const words = { tag: 'Only drafts can be deleted.', description: 'Takes a parcel away, also one that is cancelled.' };
    expect(await refusedBy(words)).toEqual({ 'DELETE ': 'open,in transit,delivered' });
  });
});

test.each<readonly [string, readonly string[]]>([
  ['text/csv', ['delivered']],
  ['text/plain; charset=utf-8', ['delivered']],
  ['image/png', []],
])('a body of %s is one that an action may have', async (mediaType, expected) => {
  const life = await livesWith('cancel', { description: '409 for a delivered parcel.', content: { [mediaType]: { schema: text } } });
  expect(life?.refusing.flatMap(({ refused }) => refused.map(({ name }) => name)) ?? []).toEqual(expected);
});

test('"else" behind a word that ends like "one" says what is otherwise, and "anyone else" does not', () => {
  expect(otherwise.test(' done else 409 ')).toBe(true);
  expect(['anyone', 'somebody', 'one', 'someone'].filter((who) => otherwise.test(` ${who} else gets 409 `))).toEqual([]);
});
