import { describe, expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { unfitReferences } from '../../../src/checks/subjects/unfit-references.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const takes = (required: readonly string[], properties: object) => ({ required: true, ...json({ type: 'object', required, properties }) });

type Said = {
  readonly dive?: string;
  readonly member?: string;
  /** The member of a diver with the end of something. */
  readonly end?: string;
  readonly times?: readonly string[];
  readonly format?: string;
};

/** Divers with papers that expire, and dives that name a diver. */
const read = async ({
  dive = 'Plans a dive.',
  member,
  end = 'certificateExpiresOn',
  times = ['startsOn', 'endsOn'],
  format = 'date',
}: Said) => {
  const diver = { id: text, name: text, [end]: day };
  const planned = {
    diverId: { ...text, ...(member === undefined ? {} : { description: member }) },
    ...Object.fromEntries(times.map((name) => [name, { type: 'string', format }])),
  };
  const ofOne = (name: string, properties: object) => ({
    parameters: [{ name, in: 'path', required: true, schema: text }],
    get: { responses: { 200: { description: 'd', ...json({ type: 'object', properties }) }, 404: { description: 'None' } } },
    delete: { responses: { 204: { description: 'Gone' } } },
  });
  const made = (properties: object) => ({
    201: { description: 'd', ...json({ type: 'object', properties }) },
    422: { description: 'Wrong' },
  });
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Dives', version: '1' },
      paths: {
        '/divers': { post: { requestBody: takes(['name', end], { name: text, [end]: day }), responses: made(diver) } },
        '/divers/{diverId}': ofOne('diverId', diver),
        '/dives': {
          post: { description: dive, requestBody: takes(Object.keys(planned), planned), responses: made({ id: text, ...planned }) },
        },
        '/dives/{diveId}': ofOne('diveId', { id: text, ...planned }),
      },
    }),
  );
  return unfitReferences(contract).flatMap(({ references }) =>
    references.flatMap(({ until }) => (until ? [[until.member, until.begin, until.end]] : [])),
  );
};

describe('what a request names has to be valid until its end', () => {
  test.each<Said>([
    { dive: 'The certificate must be valid until the end of the dive (422).' },
    { dive: 'The diver must hold the level, and their certificate must be valid until the last day of the dive (422).' },
    { dive: "The diver's certificate has to be valid for the whole dive." },
    { dive: 'Plans a dive. The certificate of the diver must not expire before the dive ends (422).' },
    { dive: 'Refused with 422 when the certificate expires before the end of the dive.' },
    { dive: 'A certificate that expires before the end of the dive is refused.' },
    { dive: 'The certificate must cover the whole dive.' },
    { member: 'Their certificate must be valid throughout the dive.' },
  ])('%j', async (said) => {
    expect(await read(said)).toEqual([['certificateExpiresOn', 'startsOn', 'endsOn']]);
  });

  test('the thing itself, and one time alone', async () => {
    const said = { dive: 'The diver must be valid until the end of the dive (422).', end: 'validUntil' };
    expect(await read({ ...said, times: ['dueOn'] })).toEqual([['validUntil', undefined, 'dueOn']]);
    expect(await read({ ...said, format: 'date-time' })).toEqual([['validUntil', 'startsOn', 'endsOn']]);
  });

  test.each<Said>([
    { dive: 'The certificate must not expire before the day of `plannedFor` (409).' },
    { dive: 'The boat is free and the diver must be trained and hold a certificate that does not expire before `plannedFor`, else `409`.' },
    { dive: 'The certificate must still be valid on the day of `plannedFor`.' },
    { dive: 'Refused with 422 if the certificate expires before the date of plannedFor.' },
    { dive: 'A certificate that expires before `plannedFor` is refused.' },
  ])('at the one time of the request: %j', async (said) => {
    expect(await read({ ...said, times: ['plannedFor'] })).toEqual([['certificateExpiresOn', undefined, 'plannedFor']]);
  });

  test.each<Said>([
    { dive: 'The diver should hold a certificate that does not expire before `plannedFor`.' },
    { dive: 'The certificate must not expire before 30 days after `plannedFor`.' },
    { dive: 'The certificate must not expire before `plannedFor`, unless the instructor vouches for it.' },
    { dive: 'The diver must hold an insurance that does not expire before `plannedFor`.' },
    { dive: 'A certificate that expires before `plannedFor` is shown in red.' },
    { dive: 'The certificate must not expire before the season of `plannedFor` is over.' },
    { dive: 'The certificate must not expire before `plannedFor`.', times: ['plannedFor', 'bookedFor'] },
  ])('nothing is read of the one time from %j', async (said) => {
    expect(await read({ times: ['plannedFor'], ...said })).toEqual([]);
  });

  test.each<Said>([
    { dive: 'The certificate must be valid.' },
    { dive: 'The certificate must be valid at the start of the dive (422).' },
    { dive: 'The certificate should be valid until the end of the dive.' },
    { dive: 'The certificate must be valid until the end of the dive, unless the instructor vouches for it.' },
    { dive: 'The certificate must be valid until 30 days after the end of the dive.' },
    { dive: 'The certificate must be valid until the end of the season (422).' },
    { dive: 'The certificate must be valid for the whole course (422).' },
    { dive: 'The insurance must be valid until the end of the dive (422).' },
    { dive: 'A warning is shown when the certificate expires before the end of the dive.' },
    { dive: 'The certificate must be valid until the end of the dive (422).', times: ['startsOn'] },
    { dive: 'The certificate must be valid until the end of the dive (422).', end: 'certificateIssuedOn' },
  ])('nothing is read from %j', async (said) => {
    expect(await read(said)).toEqual([]);
  });
});
