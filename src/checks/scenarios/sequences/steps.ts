import * as fc from 'fast-check';

/** Who sends a call: the account itself, the same account by its second credential, or another account. */
export type Caller = 'key' | 'second' | 'other';

/** One step of a sequence. A resource is named by a letter, so that steps can be left out and the others keep their meaning. */
export type Step =
  | { readonly does: 'create' | 'read' | 'change-removed' | 'remove' | 'intrude'; readonly on: string; readonly by?: Caller }
  /** Changes a member, counted from 0 among those that can be changed. */
  | { readonly does: 'change'; readonly on: string; readonly member: number; readonly by?: Caller }
  /** Two members by two callers at the same moment; or one member twice, on the same entity tag. */
  | { readonly does: 'change-together' | 'change-on-one-tag'; readonly on: string }
  | { readonly does: 'act'; readonly on: string; readonly action: number }
  | { readonly does: 'list' };

const change = (on: string, member: number, by: Caller = 'key'): Step => ({ does: 'change', on, member, by });
const on = (does: 'create' | 'read' | 'change-removed' | 'remove' | 'intrude', name: string, by: Caller = 'key'): Step => ({
  does,
  on: name,
  by,
});

/**
 * The steps with which every sequence begins. They have each step that a mistake with a history needs: changes of two resources in turn, a change after an
 * action, looks at what stays when something is removed, and looks at what was removed when something is created.
 */
export const tour: readonly Step[] = [
  on('create', 'a'),
  on('create', 'b'),
  { does: 'list' },
  change('a', 0),
  on('read', 'b'),
  change('b', 1),
  on('read', 'a', 'second'),
  change('a', 1, 'second'),
  { does: 'change-together', on: 'a' },
  { does: 'change-on-one-tag', on: 'b' },
  on('intrude', 'b', 'other'),
  { does: 'act', on: 'b', action: 0 },
  change('b', 0),
  { does: 'list' },
  on('remove', 'a'),
  { does: 'list' },
  on('read', 'b'),
  on('create', 'c'),
  on('read', 'a'),
  on('change-removed', 'a'),
  { does: 'list' },
];

/** The steps for resources that no operation removes: with one of them. */
export const lastingTour: readonly Step[] = [
  on('create', 'a'),
  { does: 'list' },
  change('a', 0),
  change('a', 1, 'second'),
  on('read', 'a'),
  { does: 'change-together', on: 'a' },
  { does: 'change-on-one-tag', on: 'a' },
  { does: 'act', on: 'a', action: 0 },
  change('a', 0),
  { does: 'list' },
];

const names = fc.constantFrom('b', 'c', 'd', 'e', 'f');
const callers = fc.constantFrom<Caller>('key', 'key', 'second');

const drawn: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('create' as const), on: names }) },
  { weight: 5, arbitrary: fc.record({ does: fc.constant('change' as const), on: names, member: fc.nat(3), by: callers }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('read' as const), on: names, by: callers }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('change-together' as const), on: names }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('act' as const), on: names, action: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('remove' as const), on: names }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('list' as const) }) },
);

/** How many steps are drawn; those that are not possible at their moment cost nothing. */
const mostDrawn = 24;

/** Steps that the seed draws, which follow the tour: equal seeds give equal steps. */
export const drawnSteps = (seed: number): readonly Step[] =>
  fc.sample(fc.array(drawn, { minLength: mostDrawn, maxLength: mostDrawn }), { seed, numRuns: 1 })[0] ?? [];

/** A step in a few words, for a finding; who did it where that is not the account's own credential. */
export const inWords = (step: Step, isGiven: (by: Caller) => boolean): string => {
  if (step.does === 'list') return 'list';
  const by = 'by' in step && step.by !== undefined && step.by !== 'key' && isGiven(step.by) ? ` by ${step.by}` : '';
  return `${words[step.does] ?? step.does} ${step.on.toUpperCase()}${by}`;
};

const words: Readonly<Partial<Record<Step['does'], string>>> = {
  act: 'act on',
  intrude: 'change',
  'change-removed': 'change the removed',
  'change-together': 'change twice at once',
  'change-on-one-tag': 'change twice on one ETag',
};
