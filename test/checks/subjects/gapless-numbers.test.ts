import { describe, expect, test } from 'vitest';
import { gaplessNumbers } from '../../../src/checks/subjects/gapless-numbers.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });

/** Where something may be said of numbers: at the creation, the list, the tag, the introduction or the member. */
type Said = {
  readonly creation?: string;
  readonly list?: string;
  readonly tag?: string;
  readonly introduction?: string;
  readonly member?: string;
};

/** What is read of the numbers of trips, which a list shows at the top, or below a ferry. */
const told = async (said: Said, { path = '/trips', isRemoved = false } = {}): Promise<readonly string[]> => {
  const names = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name = '']) => name);
  const parameters = names.map((name) => ({ name, in: 'path', required: true, schema: text }));
  const trip = {
    type: 'object',
    required: ['id', 'number', 'pilot'],
    properties: { id: text, number: { type: 'integer', description: said.member }, pilot: text, year: { type: 'integer' } },
  };
  const remove = isRemoved ? { delete: { responses: { 204: { description: 'Gone' } } } } : {};
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Ferries', version: '1', description: said.introduction ?? 'Ferries.' },
      tags: [{ name: 'Trips', description: said.tag ?? 'Trips.' }],
      paths: {
        '/ferries': { get: { responses: { 200: json({ type: 'array', items: { type: 'object', properties: { id: text } } }) } } },
        [path]: {
          parameters,
          get: { tags: ['Trips'], description: said.list ?? 'All.', responses: { 200: json({ type: 'array', items: trip }) } },
          post: {
            tags: ['Trips'],
            description: said.creation ?? 'Adds one.',
            requestBody: { required: true, ...json({ type: 'object', required: ['pilot'], properties: { pilot: text } }) },
            responses: { 201: json(trip) },
          },
        },
        [`${path}/{tripId}`]: {
          parameters: [...parameters, { name: 'tripId', in: 'path', required: true, schema: text }],
          get: { responses: { 200: json(trip) } },
          ...remove,
        },
      },
    }),
  );
  return gaplessNumbers(contract).map(({ member, startsAtOne }) => `${member}${startsAtOne ? ' from 1' : ''}`);
};

const below = { path: '/ferries/{ferryId}/trips' };

describe('numbers that have no gaps', () => {
  test.each<Said>([
    { creation: 'Trips are numbered per company without gaps; a refused one uses up no number.' },
    { creation: 'Numbered without gaps within the company.' },
    { tag: 'Trips are written by the harbour. They are numbered through per company, `T-0001`, `T-0002` and so on, without gaps.' },
    { introduction: 'Trip numbers run without gaps in each company.' },
    { creation: "A new trip gets the company's next `number`, without gaps." },
    { tag: "Trips get the company's next `number`, without gaps." },
    { member: 'For the radio. Each company counts its own, without gaps.' },
    { member: 'Gapless within the company.' },
    { member: 'Runs on within the company without gaps.', list: 'The latest departure first.' },
    { member: 'Runs on within the company without gaps.', list: 'Most recent on top.' },
  ])('in a list of all: %j', async (said) => {
    expect(await told(said)).toEqual(['number']);
  });

  test.each<readonly [Said, string]>([
    [{ tag: 'Trips are numbered 1, 2, 3 … within their ferry (`number`), without gaps, and never change.' }, 'number from 1'],
    [{ member: '1, 2, 3 … without gaps' }, 'number from 1'],
    [{ member: 'Counts from 1 for each ferry, without gaps' }, 'number from 1'],
    [{ member: 'Counts the trips of the ferry without gaps.' }, 'number'],
    [{ creation: 'Trips are numbered within the ferry, without gaps, in the order in which they begin.' }, 'number'],
  ])('below a resource: %j', async (said, found) => {
    expect(await told(said, below)).toEqual([found]);
  });

  test.each<readonly [Said, { readonly path?: string; readonly isRemoved?: boolean }]>([
    // For everybody together.
    [{ creation: 'Trips are numbered without gaps.' }, {}],
    [{ tag: 'Trips are numbered per company, without gaps.' }, below],
    [{ creation: 'Trips are numbered without gaps per ferry.' }, {}],
    [{ creation: 'Trips are numbered per company and year, without gaps.' }, {}],
    [{ member: 'Counts per year without gaps.' }, {}],
    // It may be otherwise.
    [{ creation: 'Trips are numbered per company; there may be gaps.' }, {}],
    [{ creation: 'Trips are numbered per company, usually without gaps.' }, {}],
    [{ creation: 'Trips are numbered per company, not without gaps.' }, {}],
    [{ tag: 'Trips are numbered per company, without gaps unless one is cancelled.' }, {}],
    [{ tag: 'Trips are numbered per company, without gaps.', list: 'Cancelled trips are left out, they are hidden.' }, {}],
    [{ tag: 'Trips are numbered per company, without gaps.', list: 'The latest trips.' }, {}],
    [{ tag: 'Trips are numbered per company, without gaps.', list: 'The latest hundred trips, the first one first.' }, {}],
    [{ tag: 'Trips are numbered per company, without gaps. Deck hands do not see drafts.' }, {}],
    [{ tag: 'Trips are numbered per company, without gaps.' }, { isRemoved: true }],
    [{ creation: 'Trips are numbered per company, without gaps as far as possible.' }, {}],
    [{ creation: 'Trip numbers of a company have no gaps longer than ten.' }, {}],
    [{ creation: 'Trips are numbered per company, in steps of ten, without gaps.' }, {}],
    [{ creation: 'Trips are numbered per company without gaps; drafts have 0.' }, {}],
    [{ creation: 'Trips of a company are numbered without gaps; merged trips lose their number.' }, {}],
    [{ member: 'Gap-free within the company. Imported trips keep their old numbers.' }, {}],
    [{ member: 'Gap-free within the company. Odd for outbound, even for inbound trips.' }, {}],
    // For some, somewhere, later, or beside others.
    [{ creation: 'Trip numbers are per company and gapless on the enterprise plan.' }, {}],
    [{ creation: 'Trip numbers are per company and gapless for EU companies.' }, {}],
    [{ creation: 'Trip numbers will be gapless per company from 2027 on.' }, {}],
    [{ creation: 'Trip numbers are per company; exports show them without gaps.' }, {}],
    [{ creation: 'Trips are numbered per company and ship class without gaps.' }, {}],
    [{ member: 'Counts per company and harbour without gaps.' }, {}],
    [{ creation: 'Trips and tours of a company are numbered together without gaps.' }, {}],
    [{ creation: 'Trips share one sequence with tours, per company and without gaps.' }, {}],
    [{ member: 'Counts from 1 for each ferry, without gaps, over trips and charters' }, below],
    [{ tag: 'Trips are numbered per company without gaps. Sold trips leave the list.' }, {}],
    [{ introduction: 'Trip numbers run without gaps in each company. A company has several accounts, each with trips of its own.' }, {}],
    // Something else has no gaps.
    [{ tag: 'Tickets are numbered per company, without gaps.' }, {}],
    [{ tag: 'Trips follow each other without gaps within the day.' }, {}],
    [{ creation: 'Trips are numbered consecutively per company.' }, {}],
  ])('is not read from %j (%j)', async (said, place) => {
    expect(await told(said, place)).toEqual([]);
  });
});
