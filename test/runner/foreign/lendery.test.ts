import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { lendery, lenderyDocument, lenderyKeys, type LenderyWays } from '../../worlds/lendery.ts';
import { judgeWithCallers } from './judge-with-callers.ts';

const judged = async (ways: LenderyWays, only: readonly string[]) => {
  const { url } = await lendery(ways);
  return judgeWithCallers(lenderyDocument, url, lenderyKeys, { only, maxCreates: 400 });
};

const ofStates = ['lifecycle/refused-in-state', 'lifecycle/leads-to-state', 'lifecycle/moments-with-states'];
const ofLives = [...ofStates, 'lifecycle/used-is-kept', 'lifecycle/state-chosen', 'lifecycle/task-followed', 'lifecycle/below-own-parent'];
const ofCallers = ['auth/permission-missing-refused', 'auth/kept-from-other-accounts'];

test.concurrent.for<readonly [string, LenderyWays]>([
  ['keeps its document', {}],
  ['answers 403 for what belongs to others', { foreign: 403 }],
  ['answers 422 for what a state does not allow', { conflict: 422 }],
  ['counts its ids from 1 in each club', { counts: true }],
  ['removes what is not there', { removesAnyway: true }],
  ['shows a change a little later', { lateMs: 400 }],
])(
  'a lendery that %s is not accused',
  besideOthers(async ([_what, ways]) => {
    const { told, passed } = await judged(ways, [...ofLives, ...ofCallers]);
    expect(told).toEqual([]);
    expect([...passed].filter((one) => ofLives.includes(one)).toSorted()).toEqual(ofLives.toSorted());
  }),
);

test.concurrent.for<readonly [flaw: string, check: string, told: string]>([
  ['disabled opens', 'refused-in-state', 'OAS-87 done-in-refused-state POST /lockers/{lockerId}/openings'],
  ['over changed', 'refused-in-state', 'OAS-87 done-in-refused-state PATCH /loans/{loanId}'],
  ['returns anything', 'refused-in-state', 'OAS-87 done-in-refused-state POST /loans/{loanId}/return'],
  ['cancels anything', 'refused-in-state', 'OAS-87 done-in-refused-state POST /loans/{loanId}/cancel'],
  ['extends over', 'refused-in-state', 'OAS-87 done-in-refused-state POST /loans/{loanId}/extend'],
  ['hand-out does nothing', 'leads-to-state', 'OAS-88 state-not-changed GET /loans/{loanId}'],
  ['hand-out is only told', 'leads-to-state', 'OAS-88 state-not-changed GET /loans/{loanId}'],
  ['return cancels', 'leads-to-state', 'OAS-88 other-state GET /loans/{loanId}'],
  ['archive does nothing', 'leads-to-state', 'OAS-88 state-not-changed GET /notices/{noticeId}'],
  ['returned at once', 'moments-with-states', 'OAS-89 moment-early GET /loans/{loanId}'],
  ['cancel dates return', 'moments-with-states', 'OAS-89 moment-early GET /loans/{loanId}'],
  ['return not dated', 'moments-with-states', 'OAS-89 moment-missing GET /loans/{loanId}'],
  ['tool removed with loans', 'used-is-kept', 'OAS-90 used-removed DELETE /tools/{toolId}'],
  ['tool kept for old loans', 'used-is-kept', 'OAS-90 unused-kept DELETE /tools/{toolId}'],
  ['always draft', 'state-chosen', 'OAS-91 other-state-chosen GET /notices/{noticeId}'],
  ['always scheduled', 'state-chosen', 'OAS-91 other-state-chosen GET /notices/{noticeId}'],
  ['any tool PATCH tools/*/notes/*', 'below-own-parent', 'OAS-27 changed-below-other PATCH /tools/{toolId}/notes/{noteId}'],
  ['any tool DELETE tools/*/notes/*', 'below-own-parent', 'OAS-27 removed-below-other DELETE /tools/{toolId}/notes/{noteId}'],
  ['any tool POST tools/*/notes/*/pin', 'below-own-parent', 'OAS-27 acted-on-below-other POST /tools/{toolId}/notes/{noteId}/pin'],
  ['any tool DELETE loans/*/remarks/*', 'below-own-parent', 'OAS-27 removed-below-other DELETE /loans/{loanId}/remarks/{remarkId}'],
])(
  'a lendery with the flaw "%s" is told so',
  besideOthers(async ([flaw, check, told]) => {
    expect((await judged({ flaws: [flaw] }, [`lifecycle/${check}`])).told).toEqual([told]);
  }),
);

// A task is looked at before it is done: these do not wait beside others.
test.each<readonly [flaw: string, check: string, told: string]>([
  ['no location exports', 'task-followed', 'OAS-19 state-not-linked POST /exports'],
  ['file early', 'task-followed', 'OAS-19 result-early GET /exports/{exportId}/file'],
  ['export counts wrong', 'task-followed', 'OAS-19 result-counted-otherwise GET /exports/{exportId}'],
])('a lendery with the flaw "%s" is told so', async (flaw, check, told) => {
  expect((await judged({ flaws: [flaw] }, [`lifecycle/${check}`])).told).toEqual([told]);
});

test.concurrent.for<readonly [LenderyWays, string]>([
  [{ letsViewers: 'POST tools/bulk' }, 'CONV-71-INFERRED permission-missing-accepted POST /tools/bulk'],
  [{ letsViewers: 'POST loans/*/return' }, 'CONV-71-INFERRED permission-missing-accepted POST /loans/{loanId}/return'],
  [{ letsOthers: 'GET tools/*/notes' }, 'CONV-72-INFERRED foreign-accepted GET /tools/{toolId}/notes'],
  [{ letsOthers: 'POST loans/*/return' }, 'CONV-72-INFERRED foreign-accepted POST /loans/{loanId}/return'],
  [{ letsOthers: 'DELETE tags/*' }, 'CONV-72-INFERRED foreign-accepted DELETE /tags/{tagId}'],
  [{ letsOthers: 'DELETE loans/*/remarks/*' }, 'CONV-72-INFERRED foreign-accepted DELETE /loans/{loanId}/remarks/{remarkId}'],
])(
  'a lendery that lets others in is told so: %o',
  besideOthers(async ([ways, told]) => {
    expect((await judged(ways, ofCallers)).told).toEqual([told]);
  }),
);
