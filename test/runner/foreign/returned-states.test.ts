import { expect, test } from 'vitest';
import { earlierToldIn } from '../../../src/checks/subjects/returned-states.ts';
import { besideOthers } from '../../beside-others.ts';
import { judgedThings, type Reply, type Row, Things, thingsDocument } from '../../worlds/ordinary.ts';

const text = { type: 'string' };
const status = { type: 'string', enum: ['draft', 'published', 'archived'], readOnly: true };

type Habit = 'returns' | 'always draft' | 'always published';

/** Things that are published, archived and restored. */
class Shelved extends Things {
  readonly habit: Habit;
  constructor(habit: Habit) {
    super({ title: text });
    this.habit = habit;
  }
  override shown({ before: _before, ...row }: Row): unknown {
    return { status: 'draft', ...row };
  }
  override act(id: string, action: string): Reply {
    const found = this.find(id);
    if (!found) return [404];
    const now = typeof found['status'] === 'string' ? found['status'] : 'draft';
    if (action === 'publish') {
      if (now !== 'draft') return [409];
      found['status'] = 'published';
    } else if (action === 'archive') {
      if (now === 'archived') return [409];
      Object.assign(found, { before: now, status: 'archived' });
    } else if (action === 'restore') {
      if (now !== 'archived') return [409];
      found['status'] = this.habit === 'returns' ? found['before'] : this.habit.replace('always ', '');
    } else return [404];
    return [200, this.shown(found)];
  }
}

const judged = async (restore: string, habit: Habit): Promise<readonly string[]> => {
  const actions = {
    publish: { description: 'Publishes a draft.' },
    archive: { description: 'Puts a thing into the archive, whatever its status; it is archived then.' },
    restore: { description: restore },
  };
  const document = thingsDocument({ title: text }, { shown: { status }, actions });
  const { told, passed } = await judgedThings(new Shelved(habit), document, ['lifecycle/earlier-state-returned']);
  return [...told, ...passed.map((one) => `pass ${one}`)];
};

test.concurrent.for(['The thing takes up the status it had on the day it was archived.', 'Brings a thing back to its previous status.'])(
  'what leads to another state than that of before is told: %s',
  besideOthers(async (restore) => {
    expect(await judged(restore, 'returns')).toEqual(['pass OAS-196 lifecycle/earlier-state-returned']);
    expect(await judged(restore, 'always draft')).toEqual(['OAS-196 lifecycle/earlier-state-returned: other-state-returned']);
    expect(await judged(restore, 'always published')).toEqual(['OAS-196 lifecycle/earlier-state-returned: other-state-returned']);
  }),
);

test.concurrent.for([
  'Brings a thing back from the archive.',
  'Brings a thing back to its previous status. Overdue things become draft.',
  'A restored thing is a draft, whatever status it had before.',
])(
  'nothing is told where the text does not say so: %s',
  besideOthers(async (restore) => {
    expect(await judged(restore, 'always draft')).toEqual([]);
  }),
);

const turned = { type: 'string', enum: ['draft', 'sent', 'rejected'], readOnly: true };

/** Things that are rejected and reopened: once in their life, or as often as they are rejected, and to the state of before or to the first one. */
class Reopened extends Things {
  readonly habit: 'once' | 'any time' | 'to draft';
  constructor(habit: Reopened['habit']) {
    super({ title: text });
    this.habit = habit;
  }
  override shown({ before: _before, done: _done, ...row }: Row): unknown {
    return { status: 'draft', ...row };
  }
  override act(id: string, action: string): Reply {
    const found = this.find(id);
    if (!found) return [404];
    const now = found['status'] ?? 'draft';
    if (action === 'send') {
      if (now !== 'draft') return [409];
      found['status'] = 'sent';
    } else if (action === 'reject') {
      if (now === 'rejected') return [409];
      Object.assign(found, { before: now, status: 'rejected' });
    } else {
      if (now !== 'rejected' || (found['done'] === true && this.habit !== 'any time')) return [409];
      Object.assign(found, { status: this.habit === 'to draft' ? 'draft' : found['before'], done: true });
    }
    return [200, this.shown(found)];
  }
}

const reopenedOf = async (reopen: string, habit: Reopened['habit']): Promise<readonly string[]> => {
  const actions = {
    send: { description: 'Sends a draft: its status becomes `sent`.' },
    reject: { description: 'Rejects a thing that is not rejected yet: its status becomes `rejected`.' },
    reopen: { description: reopen },
  };
  const document = thingsDocument({ title: text }, { shown: { status: turned }, actions });
  const checks = ['lifecycle/earlier-state-returned', 'lifecycle/done-again-refused'];
  const { failed, passed } = await judgedThings(new Reopened(habit), document, checks);
  return [...failed.map(({ finding: { code } }) => code), ...[...passed].map((one) => `pass ${one.split('/').at(-1) ?? ''}`)];
};

test.concurrent.for([
  'Brings a rejected thing back to the status in which it was rejected. Once in its life; a second time, or one that is not rejected, is `409`.',
  'Brings a rejected thing back to the status it was rejected from. This can be done once; a second time, and for a thing that is not rejected, it is `409`.',
])(
  'what is done once in a life is refused afterwards, and leads back: %s',
  besideOthers(async (reopen) => {
    expect(await reopenedOf(reopen, 'once')).toEqual(['pass earlier-state-returned', 'pass done-again-refused']);
    expect(await reopenedOf(reopen, 'any time')).toEqual(['done-again', 'pass earlier-state-returned']);
    expect(await reopenedOf(reopen, 'to draft')).toEqual(['other-state-returned', 'pass done-again-refused']);
  }),
);

test.concurrent.for([
  'Brings a rejected thing back. A second time, or one that is not rejected, is `409`.',
  'Brings a rejected thing back, once per day. One that is not rejected is `409`.',
  'Brings a rejected thing back. Once it is back, it can be sent; one that is not rejected is `409`.',
])(
  'nothing of that is told where the text does not say so: %s',
  besideOthers(async (reopen) => {
    expect(await reopenedOf(reopen, 'any time')).toEqual([]);
    expect(await reopenedOf(reopen, 'to draft')).toEqual([]);
  }),
);

test.each([
  'It returns to the state it was in before.',
  'Brings it back to the stage in which it was rejected.',
  'Goes back to the phase it was stopped from.',
  'The job resumes in the same state it had when it was paused.',
  'Restores the former status.',
  'Puts the order back into the status that it had before it was put on hold.',
])('the state of before is told by "%s"', (sentence) => {
  expect(earlierToldIn([sentence])).toBe(sentence);
});

test.each([
  'It returns to its previous status, or to draft.',
  'Its previous status is shown in `previousStatus`.',
  'Brings it back to the stage in which it was rejected, or to the first one.',
  'The stage in which it was rejected is kept.',
  'If the previous status is gone, it becomes a draft.',
  'It does not return to its previous status.',
  'Only things with the status they had before can go back.',
  'The state is the one it has now.',
  'Restores the course, which gets the state it had before, with drafts becoming pending.',
  'A published course has to be published anew, all others take their former state.',
  'Restores the course to the last status that its owner picked.',
  'Takes the previous state into account and returns the course to draft.',
  'Returns to the previous status as soon as a worker picks it up.',
  'Restores it to its former state within a minute.',
  'Restores it to its previous status for the members; guests see it as closed.',
  'It gets its previous state again after review.',
  'It returns to its previous state. Expired ones become closed instead.',
])('the state of before is not told by "%s"', (sentence) => {
  expect(earlierToldIn([sentence])).toBeUndefined();
});
