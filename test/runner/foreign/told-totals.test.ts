import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { judgedThings, Things, thingsDocument } from '../../worlds/ordinary.ts';

const text = { type: 'string' };
const count = (maximum: number) => ({ type: 'integer', minimum: 0, maximum });
const mount = {
  type: 'object',
  description: 'Depth + 2 × (width + height) is at most 250 cm.',
  required: ['depthCm', 'widthCm', 'heightCm'],
  properties: { depthCm: { ...count(100), minimum: 1 }, widthCm: { ...count(100), minimum: 1 }, heightCm: { ...count(100), minimum: 1 } },
};
const members = {
  title: text,
  mount,
  guests: { ...count(6), description: 'Guests and helpers together must not exceed 8 (400).' },
  helpers: count(6),
};

type Sizes = Readonly<Record<'depthCm' | 'widthCm' | 'heightCm', number>>;

/** Things with a mount that are shown to guests, within some bounds. */
class Bounded extends Things {
  readonly checks: ReadonlySet<string>;
  constructor(...checks: readonly string[]) {
    super(members, ['title', 'mount', 'guests', 'helpers']);
    this.checks = new Set(checks);
  }
  override isRight(given: Record<string, unknown>, required: readonly string[]): boolean {
    const { mount: of, guests = 0, helpers = 0 } = given;
    const sizes = Object.values((of ?? {}) as Sizes);
    const { depthCm = 1, widthCm = 1, heightCm = 1 } = (of ?? {}) as Partial<Sizes>;
    const areFew = Number(guests) + Number(helpers) <= 8 || !this.checks.has('guests');
    const isSmall = depthCm + 2 * (widthCm + heightCm) <= 250 || !this.checks.has('mount');
    const isOf = sizes.every((one) => Number.isInteger(one) && one >= 1 && one <= 100);
    return [guests, helpers].every((one) => Number(one) <= 6) && isOf && areFew && isSmall && super.isRight(given, required);
  }
}

const judged = async (things: Things): Promise<readonly string[]> => {
  const document = thingsDocument(members, { required: things.required });
  const { told, passed } = await judgedThings(things, document, ['body/told-total-refused', 'body/documented-value-accepted']);
  expect(things.rows).toEqual([]);
  return [...told, ...passed.filter((one) => one.includes('told-total')).map((one) => `pass ${one}`)];
};

test.concurrent.for<readonly [string, Things, readonly string[]]>([
  ['is refused', new Bounded('mount', 'guests'), ['pass OAS-137 body/told-total-refused']],
  ['is taken inside an object', new Bounded('guests'), ['OAS-137 body/told-total-refused: told-total-taken']],
  ['is taken in the body', new Bounded('mount'), ['OAS-137 body/told-total-refused: told-total-taken']],
])(
  'what is beyond a bound over several numbers %s',
  besideOthers(async ([, things, expected]) => {
    expect(await judged(things)).toEqual(expected);
  }),
);
