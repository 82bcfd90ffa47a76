import { expect, test } from 'vitest';
import { entrySumsIn } from '../../../src/contract/infer/told-entry-sums.ts';
import { besideOthers } from '../../beside-others.ts';
import { judgedThings, Things, thingsDocument } from '../../worlds/ordinary.ts';

const text = { type: 'string' };

/** The document of blends, each a mixture of beans or one kind of bean. */
const documentOf = (
  said: string,
  portions: readonly number[] = [30, 70],
): { readonly members: Record<string, object>; readonly document: object } => {
  const members = {
    title: text,
    made: {
      oneOf: [
        { type: 'object', required: ['of'], additionalProperties: false, properties: { of: text } },
        {
          type: 'object',
          required: ['mixture'],
          additionalProperties: false,
          properties: {
            mixture: {
              type: 'array',
              minItems: 1,
              description: said,
              items: {
                type: 'object',
                required: ['bean', 'portion'],
                properties: { bean: text, portion: { type: 'number', minimum: 0, maximum: 100 } },
              },
            },
          },
        },
      ],
      example: { mixture: portions.map((portion, n) => ({ bean: `bean-${n}`, portion })) },
    },
  };
  return { members, document: thingsDocument(members, { required: ['title', 'made'] }) };
};

type Made = { readonly of?: unknown; readonly mixture?: readonly { readonly bean?: unknown; readonly portion?: unknown }[] };

/** Blends whose portions add up to a number. */
class Blends extends Things {
  readonly kind: 'exact' | 'any' | 'at-most' | 'brought-to-it';
  readonly whole: number;
  constructor(members: Record<string, object>, kind: Blends['kind'], whole = 100) {
    super(members, ['title', 'made']);
    this.kind = kind;
    this.whole = whole;
  }
  override isRight(given: Record<string, unknown>, required: readonly string[]): boolean {
    const { title, made } = given as { readonly title?: unknown; readonly made?: Made | null };
    if (!required.every((name) => given[name] !== undefined) || (title !== undefined && typeof title !== 'string')) return false;
    if (made === undefined) return true;
    if (made === null || typeof made !== 'object' || Object.keys(made).length !== 1) return false;
    const { of, mixture } = made;
    if (of !== undefined) return typeof of === 'string';
    if (!Array.isArray(mixture) || mixture.length === 0) return false;
    const isEach = mixture.every(
      (one) => typeof one?.bean === 'string' && typeof one.portion === 'number' && one.portion >= 0 && one.portion <= 100,
    );
    const sum = mixture.reduce((left, one) => left + Number(one?.portion), 0);
    return (
      isEach &&
      (['any', 'brought-to-it'].includes(this.kind) || (this.kind === 'at-most' ? sum <= this.whole : Math.abs(sum - this.whole) < 0.001))
    );
  }
  override kept(given: Record<string, unknown>): Record<string, unknown> {
    const made = given['made'] as Made | undefined;
    if (this.kind !== 'brought-to-it' || !made?.mixture) return super.kept(given);
    const sum = made.mixture.reduce((left, one) => left + Number(one.portion), 0);
    const mixture = made.mixture.map((one) => ({ ...one, portion: (Number(one.portion) * this.whole) / sum }));
    return super.kept({ ...given, made: { mixture } });
  }
}

const judged = async (kind: Blends['kind'], said: string, portions?: readonly number[], whole?: number): Promise<readonly string[]> => {
  const { members, document } = documentOf(said, portions);
  const { told, passed } = await judgedThings(new Blends(members, kind, whole), document, ['body/told-sum-refused']);
  return [...told, ...passed.map((one) => `pass ${one}`)];
};

const pass = 'pass OAS-137 body/told-sum-refused';
const taken = 'OAS-137 body/told-sum-refused: told-sum-taken';

test.concurrent.for<readonly [string, Parameters<typeof judged>, readonly string[]]>([
  ['are refused', ['exact', 'The portions add up to 100.'], [pass]],
  ['are refused, of 1', ['exact', 'The sum of all portions must be 1 (400).', [0.2, 0.8], 1], [pass]],
  ['are taken', ['any', 'The portions add up to 100.'], [taken]],
  ['are taken, of 1', ['any', 'All portions must sum to 1.', [0.2, 0.8], 1], [taken]],
  ['are taken where they are less', ['at-most', 'The percentages of all entries have to add up to 100 %.'], [taken]],
  ['are brought to it, as some services do', ['brought-to-it', 'The portions add up to 100.'], []],
  ['are as they are usual in another unit', ['any', 'The portions add up to 100.', [0.3, 0.7]], []],
  ['are taken, of which nothing certain is said', ['any', 'The portions should add up to 100.'], []],
])(
  'entries that do not add up %s',
  besideOthers(async ([, given, expected]) => {
    expect(await judged(...given)).toEqual(expected);
  }),
);

const near = { list: 'mixture', numbers: ['portion'], isNear: true };

test.for<readonly [string, Parameters<typeof entrySumsIn>[1], readonly (readonly [string, number])[]]>([
  ['The portions add up to 100.', near, [['portion', 100]]],
  ['At least one. `portion`s of all entries must always total exactly 100, otherwise 422.', near, [['portion', 100]]],
  ['Together they add up to 1.', { ...near, own: 'portion' }, [['portion', 1]]],
  ['Together they add up to 1.', near, []],
  ['The shares must add up to 100 percent.', near, [['portion', 100]]],
  ['The shares must add up to 100 percent.', { ...near, numbers: ['portion', 'price'] }, []],
  ['The prices add up to 100.', near, []],
  ['The portions of each group add up to 100.', near, []],
  ['If it is a blend, the portions add up to 100.', near, []],
  ['The portions add up to at most 100.', near, []],
  ['The portions of the mixture add up to 100.', { ...near, isNear: false }, [['portion', 100]]],
  ['The portions add up to 100.', { ...near, isNear: false }, []],
])('%s', ([said, list, expected]) => {
  expect(entrySumsIn(said, list).map(({ member, total }) => [member, total])).toEqual(expected);
});
