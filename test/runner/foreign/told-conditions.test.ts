import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { type Json, type Notes, type Service, toldOfNotes } from './kept-notes.ts';

const kinds = ['call', 'visit', 'letter'];
const text = { type: 'string', minLength: 1, maxLength: 60 };
const check = 'body/told-condition-refused';

/** Notes of calls, which last some minutes, and of others, which do not. */
const notesOf = (said: string, more: Partial<Notes> = {}): Notes => ({
  members: {
    kind: { type: 'string', enum: kinds },
    minutes: { type: ['integer', 'null'], minimum: 1, maximum: 90, description: said },
  },
  required: ['kind'],
  ...more,
});

const isThere = (value: unknown): boolean => value !== undefined && value !== null;

const keeps =
  (needs: readonly string[], refuses: readonly string[]) =>
  ({ kind, minutes }: Json): boolean =>
    (isThere(minutes) || !needs.includes(String(kind))) && (!isThere(minutes) || !refuses.includes(String(kind)));

const [left, many] = ['"minutes" left out beside "kind" with "call"', '"minutes" given beside "kind" with "visit"'];
const finding = (words: string): string => `should OAS-154: a refusal of POST /notes with ${words}`;

describe.concurrent('a member that has to be there beside a value of another one, or may not', () => {
  const own = notesOf('Required with `call`; not allowed with `visit`.');
  const ofOperation = notesOf('How long it took.', {
    operation: 'Adds a note. A `call` needs `minutes`; `minutes` is not allowed for `visit`.',
  });

  test.for<readonly [string, Notes, Service, readonly string[]]>([
    ['is not told where both are refused', own, { holds: keeps(['call'], ['visit']) }, []],
    ['is told where it is needed and may be missing', notesOf('Needed for `call` (422 without)'), { holds: () => true }, [finding(left)]],
    ['is told where it may be missing', own, { holds: keeps([], ['visit']) }, [finding(left)]],
    ['is told where there may be one too many', own, { holds: keeps(['call'], []) }, [finding(many)]],
    ['is told by the text of the operation', ofOperation, { holds: keeps([], ['visit']) }, [finding(left)]],
  ])(
    '%s',
    besideOthers(async ([, notes, service, failed]) => {
      expect(await toldOfNotes(check, notes, service)).toMatchObject({ failed, passed: 1 - failed.length, left: 0 });
    }),
  );

  test(
    'is told in the entries of a list',
    besideOthers(async () => {
      const vehicle = {
        type: 'object',
        required: ['kind'],
        properties: {
          kind: { type: 'string', enum: ['car', 'bicycle'] },
          plate: { ...text, description: 'Required for all but bicycles.' },
        },
      };
      const notes: Notes = { members: { vehicles: { type: 'array', maxItems: 3, items: vehicle } } };
      const hasPlates = ({ vehicles }: Json): boolean =>
        !Array.isArray(vehicles) || (vehicles as Json[]).every(({ kind, plate }) => kind === 'bicycle' || isThere(plate));
      expect(await toldOfNotes(check, notes, { holds: hasPlates })).toMatchObject({ failed: [], passed: 1, left: 0 });
      expect(await toldOfNotes(check, notes, {})).toMatchObject({
        failed: [finding('"plate" left out beside "kind" with "car"')],
        left: 0,
      });
    }),
  );

  test(
    'is told of two members that come together',
    besideOthers(async () => {
      const number = { type: 'number', minimum: -80, maximum: 80 };
      const notes: Notes = { members: { lat: { ...number, description: 'Required together with `lon`.' }, lon: number } };
      expect((await toldOfNotes(check, notes, {})).failed).toEqual([finding('"lat" left out beside "lon" with 1')]);
    }),
  );

  test.for<readonly [string, string, Service]>([
    ['fills in what is missing', 'Required with `call`.', { takes: (body) => ({ minutes: 5, ...body }) }],
    ['leaves out what is too much', 'Not allowed with `visit`.', { takes: ({ minutes: _minutes, ...body }) => body }],
    ['takes what is only advised', 'Should be given with `call`.', {}],
    ['takes what is only used then', 'Only used with `call`.', {}],
  ])(
    'is not told of a service that %s',
    besideOthers(async ([, said, service]) => {
      expect(await toldOfNotes(check, notesOf(said), service)).toMatchObject({ failed: [], passed: 0, left: 0 });
    }),
  );

  test(
    'is kept by the creations of a run',
    besideOthers(async () => {
      const holds = keeps(['call', 'letter'], ['visit']);
      const notes = notesOf('Required with `call` and `letter`; not allowed with `visit`.');
      const { members } = notes;
      const whole: Notes = { ...notes, members: { ...members, isOpen: { type: 'boolean' } } };
      const made = await toldOfNotes('body/documented-value-accepted', whole, { holds });
      expect(made.failed).toEqual([]);
      expect(made.sent.length).toBeGreaterThan(0);
      expect(made.sent.every(holds)).toBe(true);
    }),
  );

  const ferry = (said: string): Notes => ({
    members: {
      floating: { type: 'boolean', default: true },
      berths: { type: 'object', description: said, additionalProperties: { type: 'string', minLength: 1, maxLength: 20 } },
    },
    example: { title: 'Ferry', berths: { north: 'Pier 1' } },
  });
  const ofFerry = ferry('By harbour. A boat that is not floating cannot have any (422).');
  const staysEmpty = ({ floating, berths }: Json): boolean => floating !== false || Object.keys(berths ?? {}).length === 0;

  test(
    'is told where a flag that is not set, which a text speaks of in words, lets a member stand beside it',
    besideOthers(async () => {
      const words = finding('"berths" given beside "floating" with false');
      expect(await toldOfNotes(check, ofFerry, { holds: staysEmpty })).toMatchObject({ failed: [], passed: 1, left: 0 });
      expect(await toldOfNotes(check, ofFerry, {})).toMatchObject({ failed: [words], left: 0 });
    }),
  );

  test.for([
    'By harbour. A boat that is not floating cannot have any (422).',
    'By harbour; boats without `floating` have a place on land.',
  ])(
    'leaves a flag that is refused beside the printed member alone: %s',
    besideOthers(async (said) => {
      expect((await toldOfNotes('body/documented-value-accepted', ferry(said), { holds: staysEmpty })).failed).toEqual([]);
    }),
  );
});
