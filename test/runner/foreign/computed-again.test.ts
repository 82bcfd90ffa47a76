import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { judgedThings, type Reply, Things, thingsDocument } from '../../worlds/ordinary.ts';

const members = {
  title: { type: 'string' },
  age: { type: 'integer', minimum: 18, maximum: 90 },
  plan: { type: 'string', enum: ['basic', 'full'] },
};
const premium = {
  type: 'object',
  readOnly: true,
  properties: { monthly: { type: 'number' }, tax: { type: 'number' }, at: { type: 'string', format: 'date-time' } },
};

type Habit = {
  readonly recomputes: boolean;
  /** What a policy costs. */
  readonly monthly?: (age: number, plan: unknown) => number;
};

/** Policies with a premium that follows from the age and the plan. */
class Policies extends Things {
  readonly habit: Habit;
  constructor(habit: Habit) {
    super(members, ['title', 'age', 'plan']);
    this.habit = habit;
  }
  priced(): object {
    const { monthly: of = (age: number, plan: unknown) => (age > 60 ? 80 : 40) * (plan === 'full' ? 2 : 1) } = this.habit;
    const row = this.rows.at(-1) ?? {};
    const monthly = of(Number(row['age']), row['plan']);
    return { monthly, tax: monthly / 5, at: new Date().toISOString() };
  }
  override isRight(given: Record<string, unknown>, required: readonly string[]): boolean {
    const { age = 18 } = given;
    return Number.isInteger(age) && Number(age) >= 18 && Number(age) <= 90 && super.isRight(given, required);
  }
  override add(given: Record<string, unknown>): Reply {
    const [status, body] = super.add(given);
    const made = this.rows.at(-1);
    if (status === 201 && made) made['premium'] = this.priced();
    return [status, body];
  }
  override change(id: string, given: Record<string, unknown>): Reply {
    const [status, body] = super.change(id, given);
    const found = this.find(id);
    if (status !== 200 || !found || !this.habit.recomputes) return [status, body];
    this.rows = [...this.rows.filter((one) => one !== found), found];
    found['premium'] = this.priced();
    return [200, this.shown(found)];
  }
}

const judged = async (description: string, habit: Habit): Promise<readonly string[]> => {
  const plain = thingsDocument(members, { required: Object.keys(members), shown: { premium } }) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  };
  const path = plain.paths['/things/{id}'];
  const document = { ...plain, paths: { ...plain.paths, '/things/{id}': { ...path, patch: { ...path?.['patch'], description } } } };
  const things = new Policies(habit);
  const { told, passed } = await judgedThings(things, document, ['lifecycle/computed-again']);
  expect(things.rows).toEqual([]);
  return [...told, ...passed.map((one) => `pass ${one}`)];
};

const text = 'Changes a thing. The premium is computed again.';
let drawn = 0;

test.concurrent.for<readonly [string, string, Habit, readonly string[]]>([
  ['is computed again', text, { recomputes: true }, ['pass OAS-239 lifecycle/computed-again']],
  ['stays as it was', text, { recomputes: false }, ['OAS-239 lifecycle/computed-again: not-computed-again']],
  ['stays, and nothing is said', 'Changes a thing.', { recomputes: false }, []],
  ['follows from nothing that a change sets', text, { recomputes: false, monthly: () => 40 }, []],
  ['differs for the same values too', text, { recomputes: false, monthly: () => (drawn += 1) }, []],
])(
  'the premium %s',
  besideOthers(async ([, description, habit, expected]) => {
    expect(await judged(description, habit)).toEqual(expected);
  }),
);
