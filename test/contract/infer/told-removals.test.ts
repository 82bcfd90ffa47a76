import { expect, test } from 'vitest';
import { fateIn, fatesInStates, namesIn } from '../../../src/contract/infer/told-removals.ts';

const all = ['/projects', '/tasks', '/courses', '/sessions', '/customers', '/vehicles', '/work-orders', '/invoices', '/bookings'].flatMap(
  (path) => namesIn(path),
);

const fate = (parent: string, child: string, ...texts: readonly string[]) =>
  fateIn(texts, { parent: namesIn(parent), child: namesIn(child), all });

test.each<readonly [string, string, string]>([
  [
    '/courses',
    '/sessions',
    'Managers only. Refused with 409 while any session of the course has a booking which is not cancelled. Otherwise the course goes, and its sessions\nwith it (and their cancelled bookings): they are answered with 404 afterwards and appear in no list.',
  ],
  [
    '/projects',
    '/tasks',
    'Refused with 409 while it is open. Otherwise the project is answered with 404, the tasks go too, open bookings become cancelled, and all invoices are kept without a name.',
  ],
  ['/projects', '/tasks', 'Deletes the project and all its tasks'],
  ['/projects', '/tasks', 'Deletes the project and all that is in it. Not possible (409) while a task is open.'],
  ['/projects', '/tasks', 'Removes a project with everything below it.'],
  ['/projects', '/tasks', 'Permanently deletes the project, including all of its contents.'],
  ['/projects', '/tasks', "Admins only. Its tasks go with it. A project that others were joined to can't be deleted (`409`)."],
  ['/projects', '/tasks', 'Delete a project with all of its bookings and tasks.'],
  ['/projects', '/tasks', 'Removes the project together with its tasks. This cannot be undone.'],
  ['/projects', '/tasks', 'Its tasks are deleted too.'],
  ['/projects', '/tasks', 'All tasks of the project are also removed.'],
  ['/projects', '/tasks', 'The project and its tasks are deleted, which cannot be undone.'],
  ['/projects', '/tasks', 'This also deletes all its tasks and invoices.'],
  ['/projects', '/tasks', 'The deletion cascades to its tasks.'],
  ['/projects', '/tasks', "The project's tasks go with it."],
  ['/projects', '/tasks', 'Managers only. The tasks of the project and their comments go too. Refused with 409 while one of them is open.'],
  ['/projects', '/tasks', 'The project is deleted along with its tasks and their comments.'],
  ['/projects', '/tasks', 'Meant for tidying up: drafts and cancelled projects can be deleted, together with their bookings and tasks.'],
  ['/projects', '/tasks', 'When a project is deleted, all its tasks are deleted as well.'],
  ['/customers', '/vehicles', 'The vehicles of the customer are deleted, their ids are answered with `404` from then on.'],
  [
    '/customers',
    '/vehicles',
    'Deletes a customer without open work. The vehicles of the customer are deleted, their ids are answered with 404 from then on. Work orders and invoices are kept.',
  ],
])('what belongs to %s goes with it: %s, %s', (parent, child, text) => {
  expect(fate(parent, child, 'Delete it', text)).toBe('taken');
});

test.each<readonly [string, string, string]>([
  ['/customers', '/work-orders', 'The vehicles of the customer are deleted. Work orders and invoices are kept.'],
  ['/customers', '/invoices', 'Work orders and invoices are kept.'],
  ['/customers', '/invoices', 'The customer is removed, but its invoices are kept.'],
  ['/customers', '/bookings', 'All bookings are kept without a name (`customerId` null).'],
  ['/customers', '/invoices', 'Invoices stay as they are.'],
  ['/customers', '/invoices', 'The invoices of the customer are not deleted.'],
])('what belongs to %s is kept: %s, %s', (parent, child, text) => {
  expect(fate(parent, child, text)).toBe('kept');
});

test.each([
  'Deletes a project.',
  'Deletes a project with no tasks.',
  'Deletes the project with the id from the list of tasks.',
  'Refused with 409 while the project has tasks.',
  'A project with tasks is refused with 409.',
  'Its tasks are detached.',
  'Its tasks are moved to the inbox.',
  'All its open tasks are deleted.',
  'The project is gone, open tasks go too, and invoices are kept.',
  'The project is gone, the tasks go too if they are open, and invoices are kept.',
  'Tasks that are open are deleted.',
  'Its tasks are deleted if they are closed.',
  'Its tasks are deleted unless somebody works on them.',
  'Deletes the project and all its tasks that are closed.',
  'Deletes the project and all that is in it. Its tasks are kept.',
  'Deletes the project and all that is in it unless it is open.',
  'Deletes the project and all that is old in it.',
  'Its tasks are deleted after 30 days.',
  'Its tasks are deleted later.',
  'Its tasks are deleted, but not the ones in progress.',
  'All its tasks are deleted. Open ones are moved to the inbox.',
  'The tasks are removed from the project.',
  'Its tasks may be deleted.',
  'By default the tasks stay; otherwise its tasks are deleted.',
  'Its tasks are kept. Deletes the project and all its tasks.',
  'Deletes the project and all its tasks. They can be restored for a month.',
  'Archives the project. Its tasks are deleted.',
  'Its tasks are cancelled.',
  'The tasks of the project are not deleted if they are open.',
  'Open tasks are kept.',
  'Tasks are kept if they are open.',
  'Paid and open tasks are kept.',
  'Nobody can delete a project and its tasks.',
  'Only admins may delete the project and all its tasks.',
])('nothing is surely said: %s', (text) => {
  expect(fate('/projects', '/tasks', text)).toBeUndefined();
});

const states = ['open', 'in_progress', 'closed', 'cancelled'];

const ofStates = (...texts: readonly string[]) =>
  fatesInStates(texts, { parent: namesIn('/projects'), child: namesIn('/tasks'), all }, states).map(
    ({ state, fate: told }) => `${state} ${told}`,
  );

test.each<readonly [string, readonly string[]]>([
  [
    'Managers only. Refused with `409` while the project has tasks that are `open` or `in_progress`. Tasks that have\nclosed are removed with the project. Invoices stay.',
    ['closed taken'],
  ],
  ['Also removes its closed tasks.', ['closed taken']],
  ['Closed and cancelled tasks go with the project.', ['closed taken', 'cancelled taken']],
  ['Deletes the project and all tasks that are closed. Open tasks are kept.', ['open kept', 'closed taken']],
  ['Tasks in status `closed` are deleted too.', ['closed taken']],
  ['Deletes the project together with every closed task.', ['closed taken']],
  ['When a project is removed, closed tasks are removed with it.', ['closed taken']],
  ['The closed tasks of the project are deleted.', ['closed taken']],
  ['Deleting a project also deletes its tasks whose status is `closed`.', ['closed taken']],
  ['Tasks which are in progress stay.', ['in_progress kept']],
  ['Closed tasks stay.', ['closed kept']],
  // Nothing is surely said.
  ['Closed tasks are removed from the project.', []],
  ['Closed tasks are deleted after a month.', []],
  ['Only closed tasks are deleted.', []],
  ['Closed tasks are archived.', []],
  ['Closed tasks are deleted. Its tasks are kept.', []],
  ['Tasks that are not closed are deleted.', []],
  ['All its tasks are deleted, but not the closed ones.', []],
  ['A project with closed tasks is refused with 409.', []],
  ['Tasks that are closed may be deleted.', []],
  ['All its tasks are deleted.', []],
  ['Overdue tasks are deleted.', []],
  ['Closed tasks stay closed.', []],
  ['Closed tasks stay in the archive of the owner for a month.', []],
  ['A month later, closed tasks are removed with the project.', []],
  ['The nightly job removes the project and its closed tasks.', []],
  ['Closed tasks are removed with the project by a job at night.', []],
  ['The comments of closed tasks are deleted too.', []],
])('of what is in a state: %s', (text, told) => {
  expect(ofStates('Delete it', text)).toEqual(told);
});
