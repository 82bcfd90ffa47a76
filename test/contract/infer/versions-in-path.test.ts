import { expect, test } from 'vitest';
import { versionInPath } from '../../../src/contract/infer/numbered-versions.ts';
import { operationOf } from '../../../src/contract/operation.ts';
import { bayContract, bayDocument, does } from '../../generators/bay-contract.ts';

const text = { type: 'string' };
const whole = { type: 'integer', minimum: 1 };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const inPath = (name: string, schema: object = text) => ({ name, in: 'path', required: true, schema });
const chart = { type: 'object', properties: { id: text, title: text, version: whole } };
const octets = { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } };
const shown = { description: 'It', ...json(chart) };

type Bay = {
  /** What the list of versions is called. */
  readonly noun?: string;
  readonly entry?: object;
  readonly number?: object;
  /** The text of the upload at the content of a chart. */
  readonly upload?: string;
  /** The text of the change of a chart. */
  readonly change?: string;
  /** More operations at the list. */
  readonly more?: object;
};

const found = async ({ noun = 'versions', entry = { number: whole }, number = whole, upload = '', change = '', more = {} }: Bay) => {
  const at = `/charts/{chartId}/${noun}`;
  const above = { parameters: [inPath('chartId')] };
  const below = { parameters: [inPath('chartId'), inPath('number', number)] };
  const contract = await bayContract(
    bayDocument({
      '/charts': { post: does({ requestBody: json(chart), responses: { 201: shown } }) },
      '/charts/{chartId}': {
        ...above,
        get: does({ responses: { 200: shown } }),
        patch: does({ summary: change, requestBody: json(chart), responses: { 200: shown } }),
        delete: does({}),
      },
      '/charts/{chartId}/content': {
        ...above,
        get: does({ responses: { 200: { description: 'It', content: octets.content } } }),
        put: does({ summary: upload, requestBody: octets }),
      },
      '/charts/{chartId}/lock': { ...above, post: does({ operationId: 'lockChart' }) },
      [at]: {
        ...above,
        get: does({ responses: { 200: { description: 'All', ...json({ type: 'array', items: { type: 'object', properties: entry } }) } } }),
        ...more,
      },
      [`${at}/{number}`]: { ...below, get: does({}), delete: does({}) },
      [`${at}/{number}/restore`]: { ...below, post: does({ operationId: 'restoreVersion' }) },
    }),
  );
  return [`DELETE ${at}/{number}`, `POST ${at}/{number}/restore`].map((key) => {
    const versions = versionInPath(contract, operationOf(contract, key));
    return versions && (versions.adding.length > 0 ? versions.adding : [versions.change]).map((one) => one?.key);
  });
};

const upload = ['PUT /charts/{chartId}/content'];
const change = ['PATCH /charts/{chartId}'];

test.each<readonly [string, Bay, readonly string[]]>([
  ['by an upload that says so', { upload: 'Upload a new version' }, upload],
  ['by one that says it of what it makes', { upload: 'Each upload creates a version.' }, upload],
  ['by changes, where nothing says what adds one', {}, change],
  ['by changes that say so, as revisions', { noun: 'revisions', change: 'The next revision is stored.' }, change],
  ['not by what says that it adds none', { upload: 'No new version is made.' }, change],
  ['known by another word for the same', { entry: { id: text, number: whole }, upload: 'Adds another version' }, upload],
])('what changes leave behind below a resource of the run is reached by its number: %s', async (_what, bay, adding) => {
  expect(await found(bay)).toEqual([adding, adding]);
});

test.each<readonly [string, Bay]>([
  ['a number of something that changes do not add, such as a seat', { noun: 'seats' }],
  ['pages of the thing itself', { noun: 'pages' }],
  ['entries that show no number', { entry: { title: text } }],
  ['a number that is a text', { number: text, entry: { number: text } }],
  ['versions that are created at a path of their own', { more: { post: does({ requestBody: json({ type: 'object' }) }) } }],
])('nothing is brought about for %s', async (_what, bay) => {
  expect(await found(bay)).toEqual([undefined, undefined]);
});
