import { expect, test } from 'vitest';
import { lackingMust, type Naming } from '../../../src/checks/subjects/lacking-words.ts';

const things = [
  { names: ['line', 'lines'], kind: 'several' as const },
  { names: ['due date', 'due'], kind: 'one' as const },
  { names: ['body'], kind: 'text' as const },
];
const told = (clause: string, of: readonly Naming[] = things): readonly string[] =>
  lackingMust(clause, { noun: 'order', things: of, isAct: (word) => ['submit', 'submitted'].includes(word) }).map(
    ({ names: [first = ''] }) => first,
  );

test.each([
  'The order needs at least one line (`409`, `no_lines`) and must reach the minimum order value (`409`, `below_minimum`).',
  'Needs at least one line.',
  'It must have one or more lines.',
  'At least one open line is needed before an order can be submitted.',
  'There has to be at least one line for it to be submitted.',
  'An order must have at least two lines.',
  'The order has at least one line and its lines fit the stock (`409`).',
  'It contains at least one line, otherwise 409.',
  'The order must first have a line, otherwise 409.',
  'As long as there is no line the answer is 409 `no_lines`.',
  'The answer is 409 while the order has no lines.',
  'Cannot be submitted until it has at least one line.',
  'Refused with 409 (`NO_LINES`) if it contains no lines.',
  "You can't submit an order as long as there are no lines on it.",
  'An empty order cannot be submitted.',
  'You cannot submit an empty order.',
  '409 for an empty order.',
  'Empty orders are rejected.',
  'As long as the order is empty we answer 409.',
  '409 when it is empty.',
  'An order without lines cannot be submitted (409), nor can one that is closed (409).',
  'Without a line no order can be submitted (409), nor may one that is closed.',
  'Only an order with at least one line can be submitted, otherwise `409`.',
  'Only an order with at least one line and one buyer can be submitted, otherwise `409`.',
  '`409` if it is no `draft` or has no lines.',
  '`409` if the order is not open or has no lines',
  '409 when it is closed, or still has no line.',
  '`409` if it has no lines or is no `draft`.',
])('an order without lines is refused by "%s"', (clause) => {
  expect(told(clause)).toEqual(['line']);
});

test.each([
  ['The order needs a due date (409).', 'due date'],
  ['If no due date is set, the answer is 409.', 'due date'],
  ['As long as the body is empty we answer 409.', 'body'],
  ['While the due date is not set the order cannot be submitted.', 'due date'],
  ['It needs a due date (`due_date_missing`), and its day must not be past (`too_late`).', 'due date'],
  ['409 `wrong_state`, `no_lines` or `too_late`', 'line'],
  ['409 `wrong_state` or `missing_lines`', 'line'],
  ['`lines_required`: there is nothing on it', 'line'],
])('what may have no value is needed by "%s"', (clause, member) => {
  expect(told(clause)).toEqual([member]);
});

test.each([
  ['The order needs at least one line and one due date, otherwise 409.', ['line', 'due date']],
  ['Only an order with at least one line and one due date can be submitted, otherwise 409.', ['line', 'due date']],
  ['Needs at least one line and at least one due date.', ['line', 'due date']],
  ['It must have at least one due date as well as one line (409).', ['line', 'due date']],
  ['At least one open line and a due date are needed.', ['due date']],
  ['The order needs at least one clerk and one line, otherwise 409.', ['line']],
  ['The order needs at least one line and one of them open.', ['line']],
  ['The order needs at least one clerk and one line per day (409).', []],
  ['The order needs at least one clerk or one line (409).', []],
  ['The order needs at least one clerk and no lines (409).', []],
  ['409 `wrong_state`, `lines_locked`, `no_more_lines` or `lines_missing_price`', []],
  ['The order needs at least one clerk and one line to be found in searches.', []],
])('each thing that is asked for together is needed by "%s"', (clause, members) => {
  expect(told(clause)).toEqual(members);
});

test.each([
  '`409` if it is a draft and has no lines.',
  '`409` unless it is a draft or has no lines.',
  '`409` if it is a draft or has no lines that are open.',
  '`409` if it is a draft or has no lines and is a year old.',
  '`409` if it is for a clerk or a customer that has no lines.',
  '`409` if it is closed or has no lines for a clerk.',
  'Warns if it is no draft or has no lines.',
  'Possible only if it is a draft or has no lines, otherwise 409.',
  'Not refused if it is a draft or has no lines.',
  '`409` if the customer is blocked or has no lines.',
  'The order should have at least one line.',
  'An order needs at least one line to be found in searches.',
  'If the order is a return, it needs at least one line.',
  'For paid plans the order needs at least one line.',
  'The order needs at least one line or a note.',
  'The order needs a line.',
  'The order needs a body.',
  'Needs no lines and no body.',
  'An order that has no lines is not refused.',
  'Orders can be deleted only if there are no lines (409).',
  'It can be submitted as long as it has no lines, 409 otherwise.',
  'If there are no lines and no due date, the answer is 409.',
  'Refused with 409 if there are no lines that are open.',
  'An empty order can be submitted.',
  'An empty order cannot be submitted from the app.',
  'Empty orders are refused by some shops.',
  '409 if the due date is missing and the shop asks for one.',
  'The order becomes empty.',
  'If the order is empty a warning is shown, and 409 means that it is closed.',
  'While there are no lines the total is 0.',
  'An empty order cannot be shipped, but it can be submitted.',
  'On the basic plan an order needs at least one line.',
  'There must be at least one line per week.',
  'At least one line has to be there on the first day.',
  'The order requires at least one line of each kind.',
  'Refused with 409 if there is no due date for a delivery.',
  'Empty orders are refused by most partners (409).',
  'Empty orders are rejected in bulk.',
  'While the order has no lines the answer is not 409.',
])('nothing is needed by "%s"', (clause) => {
  expect(told(clause)).toEqual([]);
});

test.each([
  "Without a due date an order can't be submitted (`422`).",
  'Without a due date, no order can be submitted.',
  'An order cannot be submitted without a due date.',
  "You can't submit an order without a due date (409).",
  'An order without a due date can never be submitted.',
  'An order can only be submitted with a due date.',
  'It can be submitted only once it has a due date.',
  'Only orders with a due date can be submitted.',
  'An order needs a due date before it can be submitted.',
  'The order must have a due date to be submitted.',
  'Before it is submitted, an order needs a due date.',
  'Submitting needs a due date (422).',
  'Submitting an order without a due date is a `422`.',
  '422 for submitting it without a due date.',
  'No due date, no submitting.',
])('a state needs a due date by "%s"', (clause) => {
  const isAct = (word: string): boolean => ['submit', 'submitted', 'submitting'].includes(word);
  expect(lackingMust(clause, { noun: 'order', things, isAct }).map(({ names: [first] }) => first)).toEqual(['due date']);
});

test.each([
  'An order can be submitted with a due date.',
  'An order can be submitted without a due date.',
  "Without a due date an order can't be submitted on Sundays (422).",
  "Without a due date or a line an order can't be submitted.",
  "Without a due date an order can't be printed (422).",
  'An order cannot be submitted without a due date of its parcel.',
  'An order needs a due date before it can be printed.',
  'Only orders with a due date can be printed.',
  'Submitting sets a due date (409 for a closed order).',
  'An order cannot be submitted without a second due date.',
  "On the free plan an order can't be submitted without a due date.",
  'Orders without a due date are submitted at once.',
  'The operation fails if the order has no due date.',
  'The job fails when the order has no due date.',
])('a state needs nothing by "%s"', (clause) => {
  const isAct = (word: string): boolean => ['submit', 'submitted', 'submitting'].includes(word);
  expect(lackingMust(clause, { noun: 'order', things, isAct })).toEqual([]);
});

test('of what may be empty in two ways nothing is said', () => {
  expect(told('An empty order cannot be submitted.', [...things, { names: ['fee', 'fees'], kind: 'several' }])).toEqual([]);
});

const assigned: readonly Naming[] = [...things, { names: ['clerk', 'clerks'], kind: 'one', isAssigned: true }];

test.each([
  '409 not a draft (`INVALID_STATE`), or nobody is assigned (`UNASSIGNED`)',
  '409 nobody is assigned yet, or the order is cancelled',
  'Refused with 409 while no one is assigned to the order.',
  'If the order is not assigned to anyone, the answer is 409.',
  'The order cannot be submitted as long as it is unassigned.',
])('whom it is assigned to is needed by "%s"', (clause) => {
  expect(told(clause, assigned)).toEqual(['clerk']);
});

test.each([
  'Nobody is assigned by this call; 409 for a closed order.',
  'An order to which nobody is assigned is open, others get a 409.',
  'It can be submitted even if nobody is assigned, 409 means that it is closed.',
  'Submitting is possible while nobody is assigned (409 otherwise).',
  '409 somebody is assigned already',
  '409 nobody is assigned to the table any more than once',
  'If nobody is assigned the owner is told.',
  'Also if nobody is assigned it works, and 409 means that it is closed.',
])('nobody has to be assigned by "%s"', (clause) => {
  expect(told(clause, assigned)).toEqual([]);
});
