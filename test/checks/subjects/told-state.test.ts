import { describe, expect, test } from 'vitest';
import { lives } from '../../../src/checks/subjects/lives.ts';
import { wayBetween } from '../../../src/checks/subjects/action-states.ts';
import { mayKeepState, stepOfTag, toldState } from '../../../src/checks/subjects/told-state.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const text = { type: 'string' };
const states = ['draft', 'in_review', 'approved', 'published'];
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const article = { $ref: '#/components/schemas/Article' };
const shows = { 200: { description: 'It', ...json(article) }, 404: { description: 'None' }, 409: { description: 'Conflict' } };

/** Articles that are submitted, approved and published, with the description of their section. */
const contractWith = (description: string) => {
  const action = (body?: object) => ({
    parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
    post: { tags: ['Workflow'], responses: shows, ...(body && { requestBody: { required: true, ...json(body) } }) },
  });
  return loadContract(
    writeDocument({
      openapi: '3.1.0',
      info: { title: 'Articles', version: '1' },
      tags: [{ name: 'Workflow', description }],
      components: { schemas: { Article: { type: 'object', properties: { id: text, title: text, status: { ...text, enum: states } } } } },
      paths: {
        '/articles': {
          get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: article }) } } },
          post: {
            requestBody: { required: true, ...json({ type: 'object', properties: { title: text } }) },
            responses: { 201: { description: 'It', ...json(article) } },
          },
        },
        '/articles/{id}': {
          parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
          get: { responses: { 200: shows[200], 404: shows[404] } },
          delete: { responses: { 204: { description: 'Gone' }, 404: shows[404] } },
        },
        '/articles/{id}/submit': action(),
        '/articles/{id}/review': action({
          type: 'object',
          required: ['decision'],
          properties: { decision: { ...text, enum: ['approve', 'request_changes'] } },
        }),
        '/articles/{id}/publish': action(),
      },
    }),
  );
};

const stated = states.map((value) => ({ member: 'status', value, name: value.replace('_', ' ') }));

const stepIn = async (description: string) => {
  const contract = await contractWith(description);
  const operation = contract.operations.find(({ path }) => path.endsWith('/submit'));
  const step = operation && stepOfTag(contract, operation, stated);
  return step && [step.from.map(({ value }) => value).join(), step.to.value];
};

test.each<readonly [string, readonly [string, boolean] | undefined]>([
  ['The article becomes approved.', ['approved', false]],
  ['With the vote that completes the quorum the article becomes approved.', ['approved', true]],
  ['Upon the second vote which agrees, the article becomes `approved`.', ['approved', true]],
  ['With the last vote the article becomes approved.', undefined],
])('a state may be one that only some of several calls lead to: %s', (description, expected) => {
  const [document, location] = [{ vote: { description } }, { operation: null, way: ['#/vote'] }];
  const told = toldState({ document } as never, { location, responses: [] } as never, stated);
  expect(told && [told.state.value, told.isOneOfSeveral]).toEqual(expected);
});

test.each<readonly [string, string | undefined]>([
  ['Only a draft can be approved. It then is `approved` and fills a place of its issue.', 'approved'],
  ['Takes it out. Afterwards it is published.', 'published'],
  ['Sends it in. It is then in review, with a reader.', 'in_review'],
  ['Takes it out. It then is published to nobody else.', undefined],
  ['Takes it out. It is approved and has an issue.', undefined],
  ['The issue of it then is published.', undefined],
  ['It then is published or approved.', undefined],
])('what becomes of it may be said behind "then": %s', (description, expected) => {
  const [document, location] = [{ step: { description } }, { operation: null, way: ['#/step'] }];
  expect(toldState({ document } as never, { location, responses: [] } as never, stated)?.state.value).toBe(expected);
});

test.each<readonly [string, string | undefined]>([
  ['The article, now `published`.', 'published'],
  ['The article is now in the state `in_review`.', 'in_review'],
  ['The article, published by now.', undefined],
  ['The article, now or later `published`.', undefined],
  ['The published article.', undefined],
])('the description of a success may tell the state: %s', (description, expected) => {
  const document = { step: {}, answer: { description }, refusal: { description: 'The article is now `draft`.' } };
  const responses = [
    { status: '200', location: { operation: null, way: ['#/answer'] } },
    { status: '409', location: { operation: null, way: ['#/refusal'] } },
  ];
  const location = { operation: null, way: ['#/step'] };
  expect(toldState({ document } as never, { location, responses } as never, stated)?.state.value).toBe(expected);
});

test.each([
  'Moves no article to approved.',
  'Prevents that the article becomes approved.',
  'Requests that the article becomes approved.',
  'Asks the editors to set the status to approved.',
  'Usually the article becomes approved.',
  'The article becomes approved only after a second vote.',
  'The article becomes approved within a day.',
])('a state that may be another one is not told: %s', (description) => {
  const [document, location] = [{ vote: { description } }, { operation: null, way: ['#/vote'] }];
  expect(toldState({ document } as never, { location, responses: [] } as never, stated)).toBeUndefined();
});

describe('a bound in time beside the state', () => {
  const told = (description: string) => {
    const [document, location] = [{ step: { description } }, { operation: null, way: ['#/step'] }];
    const found = toldState({ document } as never, { location, responses: [] } as never, stated);
    return found && [found.state.value, found.isSure];
  };

  test.each([
    'From `draft` to `approved`, not before `opensOn`; 409 otherwise.',
    'From draft to approved, but not earlier than the day of issue (409).',
    'From draft to approved no sooner than the first of the month.',
    'The article becomes approved, never after its `deadline`.',
    'Sets the status to approved, not until two days have passed.',
  ])('says only when it is possible: %s', (description) => {
    expect(told(description)).toEqual(['approved', true]);
  });

  test.each([
    'The article does not become approved before `opensOn`.',
    'Not before `opensOn` may the article be moved from draft to approved.',
    'The article becomes approved, not before `opensOn`, if two editors agree.',
    'It is not approved by this, not before the review at least.',
    'The article never becomes approved after its deadline.',
  ])('is not left out where the clause itself is on a condition, or denied: %s', (description) => {
    expect(told(description)).toBeUndefined();
  });
});

describe('the step of an action that its section tells', () => {
  test.each<readonly [string, readonly [string, string]]>([
    ['* You submit a `draft` and it’s `in_review`.', ['draft', 'in_review']],
    ["You submit a draft and it's in review.", ['draft', 'in_review']],
    ['Editors submit an article and it becomes `in_review`.', ['', 'in_review']],
    ['Submitting a draft puts it in review.', ['draft', 'in_review']],
    ['Submitting makes it `in_review`.', ['', 'in_review']],
  ])('is read from: %s', async (description, step) => {
    expect(await stepIn(description)).toEqual(step);
  });

  test.each([
    'You submit a `draft` and it may become `in_review`.',
    'You submit a draft and wait.',
    'You review a draft and it is approved.',
    'You submit a `draft` and it’s `in_review`. Editors submit an article and it becomes `approved`.',
    'If you submit a draft and it’s `in_review`, nobody can edit it.',
  ])('is none in: %s', async (description) => {
    expect(await stepIn(description)).toBeUndefined();
  });
});

describe('the way to a state', () => {
  const wayIn = async (description: string) => {
    const contract = await contractWith(description);
    const [life] = lives(contract);
    const type = contract.inferredResourceTypes.find(({ name }) => name === '/articles');
    const way = type && wayBetween(contract, type, 'draft', ['published']);
    return [life?.states.length, way?.by.map(({ operation }) => operation.path.split('/').at(-1))];
  };

  test('has the steps that arrows show before an action, which tells no state of its own', async () => {
    const arrows = '`draft` → `in_review` → `approved` → `published`\n\nYou submit a `draft` and it’s `in_review`.';
    expect(await wayIn(arrows)).toEqual([4, ['submit', 'review', 'publish']]);
  });

  test('is the shortest without arrows', async () => {
    expect(await wayIn('You submit a `draft` and it’s `in_review`.')).toEqual([4, ['publish']]);
  });
});

test.each([
  ['At the end of the term: `ends_later` becomes true, the status stays. At once: `published`.', true],
  ['With `later` the article keeps its status until midnight.', true],
  ['The state does not change before the editor has looked.', true],
  ['No change of the status where the article waits.', true],
  ['Leaves the state as it is where `dry_run` is true.', true],
  ['Publishes the article. If it is refused with 409, the status stays.', false],
  ['Publishes the article, which keeps its slug.', false],
  ['Sets the status to `published`.', false],
])('a text says that some calls leave the state: %s', async (description, expected) => {
  const contract = await contractWith('');
  const submit = contract.operations.find(({ path }) => path.endsWith('/publish'));
  const told = { ...contract.document, paths: { '/articles/{id}/publish': { post: { description } } } };
  expect(submit && mayKeepState({ document: told }, submit)).toBe(expected);
});
