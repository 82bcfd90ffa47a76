import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { judgedThings, type Reply, type Row, Things, thingsDocument } from '../../worlds/ordinary.ts';

const text = { type: 'string' };
const status = { type: 'string', enum: ['open', 'closed'], readOnly: true };
const keeper = { type: 'string', nullable: true, readOnly: true };
const marks = { type: 'array', items: text, readOnly: true };

/** Things with a keeper and marks, both of which may be missing, that an action closes. */
class Kept extends Things {
  readonly mayClose: (row: Row) => boolean;
  constructor(mayClose: (row: Row) => boolean) {
    super({ title: text });
    this.mayClose = mayClose;
  }
  override shown(row: Row): unknown {
    return { status: 'open', keeper_id: null, marks: [], ...row };
  }
  override act(id: string, action: string): Reply {
    const found = this.find(id);
    if (!found || action !== 'close') return [404];
    if (!this.mayClose(found) || found['status'] === 'closed') return [409];
    found['status'] = 'closed';
    return [200, this.shown(found)];
  }
}

const judged = async (description: string, mayClose: (row: Row) => boolean): Promise<readonly string[]> => {
  const document = thingsDocument({ title: text }, { shown: { status, keeper_id: keeper, marks }, actions: { close: { description } } });
  const { told, passed } = await judgedThings(new Kept(mayClose), document, ['lifecycle/refused-while-lacking']);
  return [...told, ...passed.map((one) => `pass ${one}`)];
};

const texts = [
  'Only a thing with a keeper can be closed (409).',
  'A thing without a keeper cannot be closed: the answer is 409.',
  'Closes a thing. Refused with 409 if it has no keeper.',
  'Closes a thing. Refused with 409 while the thing has no marks.',
  'Only things that have at least one mark can be closed, otherwise 409.',
  'Closes an open thing. Any other status is refused with `409` (code `wrongStatus`), and so is a thing without marks (`noMarks`).',
  'Closes a thing. A thing without any marks is refused (409).',
];

test.concurrent.for(texts)(
  'what needs a value is refused while there is none: %s',
  besideOthers(async (description) => {
    expect(await judged(description, () => false)).toEqual(['pass OAS-176 lifecycle/refused-while-lacking']);
    expect(await judged(description, () => true)).toEqual(['OAS-176 lifecycle/refused-while-lacking: done-while-lacking']);
  }),
);

test.concurrent.for([
  'Closes a thing.',
  'Closes a thing. A thing with a keeper can be closed by that keeper alone.',
  'Only a thing with a title can be closed (409).',
  'Closes a thing. Only a box with a keeper can be opened (409).',
  'Closes a thing; it has no keeper any more.',
  'Closes a thing. A thing without marks is closed at once (409 for a closed one).',
])(
  'nothing is judged where the text does not say so: %s',
  besideOthers(async (description) => {
    expect(await judged(description, () => true)).toEqual([]);
  }),
);
