import { expect, test } from 'vitest';
import { broughtAbout } from '../../../src/contract/infer/brought-about.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const number = { type: 'number' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const object = (properties: object) => ({ type: 'object', properties, required: Object.keys(properties) });

type World = {
  /** What is sent, with its members. */
  readonly sent: string;
  readonly members: object;
  /** What holds a bound, with its members. */
  readonly rules?: { readonly path: string; readonly members: object };
  /** What comes about. */
  readonly about: string;
  readonly said: string;
  /** Where it is said. */
  readonly at?: 'sent' | 'rules' | 'info';
};

const add = (members: object, description: string) => ({
  post: {
    ...(description === '' ? {} : { description }),
    requestBody: { required: true, ...json(object(members)) },
    responses: { 201: { description: 'd', ...json(object({ id: text, ...members })) } },
  },
});

/** What brings about what an action is for, each with what its sentence asks of it. */
const causesIn = async ({ sent, members, rules, about, said, at = 'sent' }: World) => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'A', version: '1', ...(at === 'info' ? { description: said } : {}) },
      paths: {
        [sent]: add(members, at === 'sent' ? said : ''),
        ...(rules ? { [rules.path]: add(rules.members, at === 'rules' ? said : '') } : {}),
        [about]: {
          get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: object({ id: text, of: text }) }) } } },
        },
        [`${about}/{id}/finish`]: { ...inPath('id'), post: { responses: { 200: { description: 'd', ...json(object({ id: text })) } } } },
      },
    }),
  );
  const action = contract.operations.find(({ path }) => path.endsWith('/finish'));
  return (action ? broughtAbout(contract, action)?.causes : undefined)?.map(({ operation, equal, beyond }) => [
    operation.path,
    [...equal].map((one) => one.join(' ')).join(),
    beyond === undefined
      ? ''
      : `${beyond.member} ${String(beyond.isMore)} ${typeof beyond.limit === 'number' ? beyond.limit : `${beyond.limit.create.path} ${String(beyond.limit.member)}`}`,
  ]);
};

const gauge = { sent: '/measurements', members: { probe: text, value: number }, about: '/warnings' } as const;
const probes = { path: '/probes', members: { label: text, threshold: number } } as const;

const condition = {
  oneOf: [object({ type: { enum: ['above', 'below'], ...text }, value: number }), object({ type: text, low: number, high: number })],
};
const conditioned = { path: '/rules', members: { name: text, condition } } as const;

test.each<readonly [string, World, readonly string[]]>([
  [
    'a bound that another thing holds',
    { ...gauge, rules: probes, said: "A measurement above the probe's threshold raises a warning.", at: 'info' },
    ['/measurements', '', 'value true /probes threshold'],
  ],
  [
    'the other way round',
    { ...gauge, rules: probes, said: 'A warning is raised whenever a measurement falls below the threshold of its probe.' },
    ['/measurements', '', 'value false /probes threshold'],
  ],
  [
    'said where the bound is set, with an exception behind it',
    {
      ...gauge,
      rules: probes,
      said: 'From now on a measurement that passes the threshold raises a warning, unless the probe has one which is not closed.',
      at: 'rules',
    },
    ['/measurements', '', 'value true /probes threshold'],
  ],
  [
    'a number that the sentence says',
    {
      sent: '/claims',
      members: { policy: text, amount: number, year: { type: 'integer' } },
      about: '/reviews',
      said: 'Claims over 5000 open a review.',
    },
    ['/claims', '', 'amount true 5000'],
  ],
  [
    'a noun of two words',
    {
      sent: '/withdrawals',
      members: { quantity: number },
      rules: { path: '/articles', members: { name: text, reorder_level: number } },
      about: '/purchase-orders',
      said: 'A withdrawal that takes an article below its reorder level creates a new purchase order.',
    },
    ['/withdrawals', '', 'quantity false /articles reorder_level'],
  ],
  [
    'a value of a list',
    {
      sent: '/absences',
      members: { pupil: text, kind: { type: 'string', enum: ['excused', 'unexcused'] } },
      about: '/letters',
      said: 'A letter is sent to the parents when the kind is `unexcused`.',
    },
    ['/absences', 'kind unexcused', ''],
  ],
  [
    'a condition that a rule holds',
    { ...gauge, rules: conditioned, said: 'If a measurement breaches an enabled rule, a warning is raised.' },
    ['/measurements', '', 'value undefined /rules undefined'],
  ],
  [
    'no condition at all',
    { sent: '/payments', members: { card: text, amount: number }, about: '/cases', said: 'A payment with a stolen card opens a case.' },
    ['/payments', '', ''],
  ],
  [
    'what comes into being with something',
    {
      sent: '/dives',
      members: { date: text },
      about: '/logs',
      said: 'A log comes to be with the first dive that somebody enters in a month.',
    },
    ['/dives', '', ''],
  ],
  [
    'with whose it is',
    {
      sent: '/stays',
      members: { flat: text, starts_on: text },
      about: '/slips',
      said: 'The slip of the month of `starts_on` is issued at once.',
    },
    ['/stays', '', ''],
  ],
])('a sentence says what brings something about: %s', async (_, world, wanted) => {
  expect(await causesIn(world)).toEqual([wanted]);
});

test.each([{ note: text }, { schedule: object({ days: number, value: number }) }])(
  'no bound is read where what a rule holds is no condition: %j',
  async (members) => {
    const said = 'If a measurement breaches a rule, a warning is raised.';
    expect((await causesIn({ ...gauge, rules: { ...conditioned, members }, said }))?.[0]).toEqual(['/measurements', '', '']);
  },
);

test.each<readonly [string, string]>([
  ['it denies that', 'A measurement does not raise a warning.'],
  ['it is about what is called after it', 'Creates a warning rule.'],
  ['it is there without that', 'A warning exists without a measurement.'],
  ['it is only shown then', 'A warning appears red.'],
  ['something is open already', '409 if the probe has an open warning.'],
  ['what it is of is not issued with it', 'The warning of a probe that is created elsewhere stays as it is.'],
  ['something else is created', 'Warnings of a probe and reports for it are created by night.'],
  ['it says nothing of that', 'Warnings are listed newest first.'],
])('a sentence says nothing of what brings something about: %s', async (_, said) => {
  expect(await causesIn({ ...gauge, said })).toBeUndefined();
});

test('what somebody creates is not waited for', async () => {
  const said = 'A measurement above 5 raises a warning.';
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'A', version: '1' },
      paths: {
        '/measurements': add({ value: number }, said),
        '/warnings': {
          ...add({ of: text }, ''),
          get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: object({ id: text }) }) } } },
        },
        '/warnings/{id}/finish': { ...inPath('id'), post: { responses: { 204: { description: 'd' } } } },
      },
    }),
  );
  const action = contract.operations.find(({ path }) => path.endsWith('/finish'));
  expect(action && broughtAbout(contract, action)).toBeUndefined();
});
