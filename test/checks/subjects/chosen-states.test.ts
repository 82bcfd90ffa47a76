import { expect, test } from 'vitest';
import { chosenStates } from '../../../src/checks/subjects/chosen-states.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { thingsDocument } from '../../worlds/ordinary.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const moment = { type: 'string', format: 'date-time' };

const lease = { title: { type: 'string' }, free_days: { type: 'integer', minimum: 0, maximum: 60 } };

const countedBy = async (description: string) => {
  const document = thingsDocument(lease, {
    shown: { status: { type: 'string', enum: ['free', 'running', 'ended'] } },
    required: ['title'],
  });
  const written = structuredClone(document) as { paths: Record<string, { post: { description?: string } }> };
  const things = written.paths['/things'];
  if (things) things.post.description = description;
  return chosenStates(await loadContract(writeDocument(written))).map(
    ({ member: { name }, withIt, without, lacking }) => `${name}: ${withIt}, else ${without}, ${lacking}`,
  );
};

const chosenBy = async (description = '', member = '') => {
  const document = thingsDocument(
    { title: { type: 'string' }, show_from: { ...moment, description: member } },
    { shown: { status: { type: 'string', enum: ['draft', 'scheduled', 'archived'] } }, required: ['title'] },
  );
  const written = structuredClone(document) as { paths: Record<string, { post: { description?: string } }> };
  const things = written.paths['/things'];
  if (things) things.post.description = description;
  return chosenStates(await loadContract(writeDocument(written))).map(
    ({ member: { name }, withIt, without }) => `${name}: ${withIt}, else ${without}`,
  );
};

test.each<readonly [string, string?]>([
  ['A thing with `show_from` is `scheduled`, one without it is a `draft`.'],
  ['The status is scheduled if show_from is given, otherwise draft.'],
  ['It is a draft unless show_from is set, then it is scheduled.'],
  ['Without `show_from` a thing is a draft, with it it is scheduled.'],
  ['', 'A thing without it is a draft, any other is scheduled.'],
  ['Scheduled when `show_from` is present, draft otherwise.'],
])('a text says which state comes with a member: %s %s', async (description, member) => {
  expect(await chosenBy(description, member)).toEqual(['show_from: scheduled, else draft']);
});

test.each<readonly [string, string?]>([
  ['Creates a draft. With `show_from` it may be scheduled later.'],
  ['Makes a thing as a draft.'],
  ['With `show_from` today or before it is archived, otherwise scheduled.'],
  ['With `show_from` it becomes scheduled when an editor has read it, without it it is a draft.'],
  ['With `show_from` a thing is scheduled by night, without it a draft.'],
  ['Scheduled unless `show_from` is left out, as a draft is.'],
  ['A draft without a title, archived or scheduled things with `show_from` and none else.'],
  ['', 'The moment from which it is shown.'],
])('nothing is read from %s %s', async (description, member) => {
  expect(await chosenBy(description, member)).toEqual([]);
});

test.each<readonly [string, readonly string[]]>([
  ['With `free_days` above 0 a lease starts as `free`. Without it starts as `running`.', ['free_days: free, else running, nought']],
  ['If `free_days` is more than zero it is free, otherwise running.', ['free_days: free, else running, nought']],
  [
    'With days for nothing (`free_days` here, or else those of the house, above 0) it starts as `free`.\nWithout any it starts as `running`.',
    ['free_days: free, else running, untold'],
  ],
  ['With `free_days` above 0 a lease may start as `free`. Without it starts as `running`.', []],
  ['With `free_days` above 10 a lease starts as `free`. Without it starts as `running`.', []],
  ['With `free_days` above 0 a lease starts as `free`. It becomes `running` when these are over.', []],
])('a text says which state comes with a number: %s', async (description, expected) => {
  expect(await countedBy(description)).toEqual(expected);
});
