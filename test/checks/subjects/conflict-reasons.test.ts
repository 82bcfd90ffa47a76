import { expect, test } from 'vitest';
import { reasonsIn } from '../../../src/checks/subjects/conflict-reasons.ts';

const states = ['DRAFT', 'SUBMITTED', 'APPROVED', 'REJECTED', 'ON_HOLD'].map((value) => ({
  name: value.toLowerCase().replace('_', ' '),
  member: 'status',
  value,
}));

const said = (text: string, mayElide = true) => {
  const { refused, allowed } = reasonsIn(text, states, 'timesheet', mayElide);
  return [refused.map(({ value }) => value).join(' '), allowed.map(({ value }) => value).join(' ')];
};

test.each<readonly [text: string, refused: string, allowed: string]>([
  ['not a draft (`INVALID_STATE`), or nobody is assigned (`UNASSIGNED`)', '', 'DRAFT'],
  [
    'the sheet is SUBMITTED or APPROVED (`INVALID_STATE`), or the time overlaps another entry of the sheet (`OVERLAP`)',
    'SUBMITTED APPROVED',
    '',
  ],
  ['rejected, or approved before (`INVALID_STATE`)', 'REJECTED APPROVED', ''],
  [
    'the timesheet is already submitted or otherwise no draft any more (`INVALID_STATE`), stale `version` (`CONFLICT`)',
    'SUBMITTED',
    'DRAFT',
  ],
  ['stale `version` (`CONFLICT`), or the timesheet is neither `DRAFT` nor `REJECTED` (`INVALID_STATE`)', '', 'DRAFT REJECTED'],
  ['approved already', 'APPROVED', ''],
  ['The sheet is on hold.', 'ON_HOLD', ''],
  ['the timesheet is no longer a draft; the period is over', '', 'DRAFT'],
  ['The timesheet is not submitted, or all periods of the year are closed.', '', 'SUBMITTED'],
  ['The sheet is approved, or the manager of the site has left.', 'APPROVED', ''],
  ['The sheet is submitted, or it is approved.', 'SUBMITTED APPROVED', ''],
])('a reason that is nothing but states is read: %s', (text, refused, allowed) => {
  expect(said(text)).toEqual([refused, allowed]);
});

test.each([
  ['the period is approved (`PERIOD_APPROVED`)'],
  ['an approved sheet has no entries'],
  ['no such step from the present state (`INVALID_STATE`)'],
  ['the sheet is submitted by somebody else'],
  ['The sheet is submitted, or late for the manager.'],
  ['the sheet is approved and the period closed'],
  ['a draft of the same week exists (`EXISTS`)'],
  ['approval would hit a published shift (`CONFLICT`)'],
  ['Conflict'],
])('nothing is read of: %s', (text) => {
  expect(said(text)).toEqual(['', '']);
});

test('what is created below a resource is not meant where a reason leaves out what it is about', () => {
  expect(said('not a draft (`INVALID_STATE`)', false)).toEqual(['', '']);
  expect(said('the sheet is approved', false)).toEqual(['APPROVED', '']);
});
