import { expect, test } from 'vitest';
import { lastingUntil } from '../../../../src/contract/infer/times/lasting-until.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import { writeToolDocument } from '../../../worlds/old-dialect.ts';

const text = { type: 'string' };
const day = { type: 'string', format: 'date' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });

type Said = { readonly dive?: string; readonly member?: string; readonly end?: string; readonly times?: readonly string[] };

/** Divers with papers that expire, and dives that name a diver. */
const read = async ({ dive = 'Plans a dive.', member, end = 'certificateExpires', times = ['plannedFor'] }: Said) => {
  const diver = { id: text, name: text, [end]: day };
  const planned = {
    diverId: { ...text, ...(member === undefined ? {} : { description: member }) },
    ...Object.fromEntries(times.map((name) => [name, { type: 'string', format: 'date-time' }])),
  };
  const ofOne = (name: string, properties: object) => ({
    parameters: [{ name, in: 'path', required: true, schema: text }],
    get: { responses: { 200: { description: 'd', ...json({ type: 'object', properties }) }, 404: { description: 'None' } } },
    delete: { responses: { 204: { description: 'Gone' } } },
  });
  const made = (properties: object) => ({ 201: { description: 'd', ...json({ type: 'object', properties }) }, 409: { description: 'No' } });
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Dives', version: '1' },
      paths: {
        '/divers': {
          post: { requestBody: { required: true, ...json({ type: 'object', properties: diver }) }, responses: made(diver) },
        },
        '/divers/{diverId}': ofOne('diverId', diver),
        '/dives': {
          post: {
            description: dive,
            requestBody: { required: true, ...json({ type: 'object', required: Object.keys(planned), properties: planned }) },
            responses: made({ id: text, ...planned }),
          },
        },
        '/dives/{diveId}': ofOne('diveId', { id: text, ...planned }),
      },
    }),
  );
  return contract.operations.flatMap((one) => lastingUntil(contract, one)).map(({ by, end: shown, times: all }) => [by, shown, ...all]);
};

test.each<readonly [Said, readonly string[]]>([
  [{ dive: 'The diver must hold a certificate that does not expire before the day of `plannedFor` (409).' }, ['plannedFor']],
  [{ dive: 'The certificate must be valid on that day.' }, ['plannedFor']],
  [{ member: 'Their certificate must not have expired by then.' }, ['plannedFor']],
  [{ dive: 'A diver whose certificate has lapsed before `plannedFor` is refused.', times: ['bookedAt', 'plannedFor'] }, ['plannedFor']],
  [{ dive: 'The certificate must be valid at `startsAt`.', times: ['startsAt', 'endsAt'] }, ['startsAt', 'endsAt']],
])('%j', async (said, times) => {
  expect(await read(said)).toEqual([['diverId', 'certificateExpires', ...times]]);
});

test.each<Said>([
  {},
  { dive: 'The diver must be trained (409).' },
  { dive: 'The insurance must not expire before `plannedFor`.' },
  { dive: 'The certificate is valid for two years.' },
  { dive: 'The certificate must be valid.', times: ['bookedAt', 'plannedFor'] },
  { dive: 'The certificate must not expire before `plannedFor`.', end: 'certificateIssuedOn' },
])('nothing is read from %j', async (said) => {
  expect(await read(said)).toEqual([]);
});
