import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { judgedThings, type Reply, type Row, Things, thingsDocument } from '../../worlds/ordinary.ts';

const asked = {
  title: { type: 'string' },
  kind: { type: 'string', enum: ['text', 'video'] },
  clip: { type: 'string', nullable: true, description: 'Required if `kind` is `video`.' },
};

const isWhole = (row: Row): boolean => row['kind'] !== 'video' || (row['clip'] ?? null) !== null;

/** Things of which videos need a clip. */
class Clips extends Things {
  readonly looksAt: 'outcome' | 'request' | 'nothing';
  constructor(looksAt: Clips['looksAt']) {
    super(asked, ['title', 'kind']);
    this.looksAt = looksAt;
  }
  override isRight(given: Row, required: readonly string[]): boolean {
    const { clip, ...others } = given;
    return super.isRight(clip === null ? others : given, required);
  }
  override add(given: Row): Reply {
    return this.isRight(given, this.required) && isWhole(given) ? super.add(given) : [400];
  }
  override shown(row: Row): unknown {
    return { clip: null, ...row };
  }
  override change(id: string, given: Row): Reply {
    const outcome = { ...this.find(id), ...given };
    const isFine = this.looksAt === 'nothing' || isWhole(this.looksAt === 'outcome' ? outcome : given);
    return isFine ? super.change(id, given) : [400];
  }
}

const documentSaying = (description: string): object => {
  const document: { info?: object } = thingsDocument(asked, { required: ['title', 'kind'] });
  return { ...document, info: { ...document.info, description } };
};

const judged = async (description: string, looksAt: Clips['looksAt']): Promise<readonly string[]> => {
  const { told, passed } = await judgedThings(new Clips(looksAt), documentSaying(description), ['body/condition-kept-by-change']);
  return [...told, ...passed.map((one) => `pass ${one}`)];
};

test.concurrent.for([
  'All rules apply to the outcome of a change.',
  'The result of a `PATCH` has to satisfy the same rules as a new thing.',
])(
  'a change keeps what the value of another member needs: %s',
  besideOthers(async (description) => {
    expect(await judged(description, 'outcome')).toEqual(['pass OAS-154 body/condition-kept-by-change']);
    for (const looksAt of ['request', 'nothing'] as const)
      expect(await judged(description, looksAt)).toEqual(['OAS-154 body/condition-kept-by-change: condition-lost']);
  }),
);

test.concurrent.for(['', 'The outcome of a change may break the rules for new things.'])(
  'nothing is judged where the document does not say that: %s',
  besideOthers(async (description) => {
    expect(await judged(description, 'nothing')).toEqual([]);
  }),
);
