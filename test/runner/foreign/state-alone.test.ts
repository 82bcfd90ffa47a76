import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { judgedThings, type Reply, type Row, Things, thingsDocument } from '../../worlds/ordinary.ts';

const check = 'lifecycle/value-in-state-alone';
const text = { type: 'string' };
const states = ['open', 'resting', 'closed'];
const moment = (description: string) => ({ type: 'string', format: 'date-time', nullable: true, readOnly: true, description });
const actions = {
  rest: { description: 'Only an open thing can rest: its status becomes `resting`.' },
  resume: { description: 'Only a resting thing can be resumed: its status becomes `open`.' },
  close: { description: 'Only an open thing can be closed: its status becomes `closed`.' },
};
const moves: Readonly<Record<string, readonly [from: string, to: string]>> = {
  rest: ['open', 'resting'],
  resume: ['resting', 'open'],
  close: ['open', 'closed'],
};

/** Things that rest and go on; `clears`: a thing that goes on has no moment any more; `leavesOut`: a moment that is not there is not shown as null. */
class Resting extends Things {
  readonly clears: boolean;
  readonly leavesOut: boolean;
  constructor(clears: boolean, leavesOut: boolean) {
    super({ title: text });
    this.clears = clears;
    this.leavesOut = leavesOut;
  }
  override shown(row: Row): unknown {
    const { restingSince = null, ...rest } = row;
    return { status: 'open', ...rest, ...(restingSince === null && this.leavesOut ? {} : { restingSince }) };
  }
  override act(id: string, action: string): Reply {
    const found = this.find(id);
    const move = moves[action];
    if (!found || move === undefined) return [404];
    if ((found['status'] ?? 'open') !== move[0]) return [409];
    found['status'] = move[1];
    if (action === 'rest') found['restingSince'] = new Date().toISOString();
    else if (this.clears) found['restingSince'] = null;
    return [200, this.shown(found)];
  }
}

const judged = async (clears: boolean, said: string, leavesOut = false) => {
  const status = { type: 'string', enum: states, readOnly: true };
  const document = thingsDocument({ title: text }, { shown: { status, restingSince: moment(said) }, actions });
  const { failed, passed } = await judgedThings(new Resting(clears, leavesOut), document, [check]);
  return { told: failed.map(({ finding: { code } }) => code), passed: [...passed] };
};

describe('what is shown in one state alone', () => {
  test.concurrent.for([
    'Since when the thing is resting; not set in any other state.',
    'Null in all other states than `resting`.',
    'Only while the thing is resting.',
    'Only set as long as it is `resting`.',
    'Null unless the status is `resting`.',
  ])(
    '%s',
    besideOthers(async (said) => {
      const kept = await judged(true, said);
      expect(kept).toEqual({ told: [], passed: [`OAS-89 ${check}`] });
      expect((await judged(false, said)).told).toEqual(['value-elsewhere']);
      expect((await judged(true, said, true)).told).toEqual([]);
    }),
  );

  test.concurrent.for([
    'Since when the thing is resting.',
    'Set when the thing rests.',
    'Null until the thing is resting.',
    'Null unless resting.',
    'Usually only while the thing is resting.',
    'Only while the thing is not closed.',
    'Only while the thing is resting or being mended.',
    'Only while the thing is resting, or for clubs always.',
    'Only while the thing is resting, and some time afterwards.',
  ])(
    'nothing is read from: %s',
    besideOthers(async (said) => {
      expect(await judged(false, said)).toEqual({ told: [], passed: [] });
    }),
  );
});
