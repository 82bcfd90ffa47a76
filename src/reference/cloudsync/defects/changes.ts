import { answerErrorResponse, refuse } from '../../kit/refusing.ts';
import { ErrorResponse } from '../../kit/error-response.ts';
import { routeOf } from '../../kit/service.ts';
import type { Layer } from '../call.ts';
import { basePath } from '../call.ts';
import type { SyncDefects } from '../overrides.ts';
import type { Instance } from '../instance.ts';
import type { Operation } from './answering.ts';
import { goesTo, shownChanged, succeeded } from './answering.ts';

const notOffered =
  (name: Operation): Layer =>
  (call, next) =>
    goesTo(call, name) ? refuse(405, 'unknown-method', `Not allowed here: ${call.method}`, { headers: { Allow: 'GET, HEAD' } }) : next();

const names = new WeakMap<Instance, string>();

/** Removes other instances together with the one that the call names. */
const alsoRemoving = (isMeant: (one: Instance, named: Instance) => boolean): Layer =>
  succeeded('remove', (call) => {
    const { instances } = call.state.account;
    const removed = instances.everything.find(({ id }) => id === routeOf(call)?.params['id']);
    if (removed === undefined) return;
    for (const one of instances.everything) if (isMeant(one, removed)) instances.remove(one, Date.now());
  });

const unknownToo = { 'SYNC-88': 'an id that does not exist gets the same 405' };

/** Updates and removals. */
export const changeDefects: SyncDefects = {
  'patch-not-offered': {
    breaks: 'SYNC-77',
    note: 'PATCH is answered 405',
    alsoBreaks: unknownToo,
    behind: notOffered('update'),
  },
  'patch-404-for-existing': {
    breaks: 'SYNC-77',
    note: 'PATCH on an existing id is answered 404',
    behind: (call, next) => (goesTo(call, 'update') ? refuse(404, 'unknown-resource', 'The instance does not exist') : next()),
  },
  'update-not-kept': {
    breaks: 'SYNC-78',
    note: 'PATCH answers with the new name, and later reads show the old one',
    alsoBreaks: { 'SYNC-79': 'no read shows the new name' },
    ...shownChanged(['create', 'read', 'list'], (members, { on, instance }) => {
      if (on === 'create') names.set(instance, instance.data.name);
      return { ...members, name: names.get(instance) ?? members['name'] };
    }),
  },
  'patch-is-lost': {
    breaks: 'SYNC-79',
    note: 'PATCH answers 200 and changes nothing',
    alsoBreaks: { 'SYNC-80': 'reads do not show the tags that were sent' },
    settings: { updatedTo: () => ({}) },
  },
  'update-empties-the-rest': {
    breaks: 'SYNC-80',
    note: 'PATCH empties the members that the body leaves out',
    settings: { updatedTo: ({ name = '', tags = [] }) => ({ name, tags }) },
  },
  'rename-drops-last-tag': {
    breaks: 'SYNC-80',
    note: 'PATCH of the name alone loses the last tag',
    settings: { updatedTo: ({ name, tags }, old) => ({ name: name ?? old.name, tags: tags ?? old.tags.slice(0, -1) }) },
  },
  'new-tags-empty-the-name': {
    breaks: 'SYNC-80',
    note: 'PATCH of the tags alone empties the name',
    settings: { updatedTo: ({ name = '', tags }) => ({ name, tags }) },
  },
  'update-adds-to-tags': {
    breaks: 'SYNC-80',
    note: 'PATCH adds the tags to the old ones instead of replacing them',
    settings: { updatedTo: ({ name, tags }, old) => ({ name, tags: tags && [...old.tags, ...tags] }) },
  },

  'delete-answers-302': {
    breaks: 'SYNC-81',
    note: 'DELETE deletes and answers with a redirect to the list',
    alsoBreaks: { 'SYNC-85': 'the removal succeeded and is not answered 2xx' },
    around: succeeded('remove', (call) => {
      call.status = 302;
      call.set('Location', `${basePath}/instances`);
      call.body = '';
    }),
  },
  'delete-not-offered': {
    breaks: 'SYNC-81',
    note: 'DELETE is answered 405',
    alsoBreaks: unknownToo,
    behind: notOffered('remove'),
  },
  'list-keeps-deleted': {
    breaks: 'SYNC-83',
    note: 'A removed instance answers 404 and stays in the list as active forever',
    settings: {
      listed: (_instances, { state }) => state.account.instances.everything,
    },
  },
  'delete-takes-all': {
    breaks: 'SYNC-84',
    note: 'DELETE of one instance removes every instance of the account',
    shownBy: ['SYNC-84'],
    around: alsoRemoving(() => true),
  },
  'delete-by-position': {
    breaks: 'SYNC-84',
    note: 'DELETE also removes the instance that was created just before',
    shownBy: ['SYNC-84'],
    around: alsoRemoving((one, removed) => one.sequence === removed.sequence - 1),
  },
  'delete-done-but-404': {
    breaks: 'SYNC-85',
    note: 'DELETE removes the instance and answers 404',
    alsoBreaks: { 'SYNC-81': 'the removal of an existing instance is answered 404' },
    around: succeeded('remove', (call) =>
      answerErrorResponse(call, new ErrorResponse(404, 'unknown-resource', 'The instance does not exist')),
    ),
  },
  'create-done-but-422': {
    breaks: 'SYNC-85',
    note: 'A creation answers 422 and creates the instance',
    alsoBreaks: { 'SYNC-22': 'the documented body is answered 422' },
    around: succeeded('create', (call) =>
      answerErrorResponse(call, new ErrorResponse(422, 'unusable-value', 'The instance could not be created')),
    ),
  },
  'patch-of-nothing-succeeds': {
    breaks: 'SYNC-87',
    note: 'PATCH on an unknown id answers 200 with an instance that does not exist',
    alsoBreaks: { 'SYNC-88': 'an update of an unknown id is answered 200' },
    settings: {
      found: (instance, id, call) => {
        const [example] = call.state.account.instances.everything;
        return instance === undefined && example !== undefined && goesTo(call, 'update') ? { ...example, id } : instance;
      },
    },
  },
  'delete-without-effect': {
    breaks: 'SYNC-82',
    note: 'DELETE answers 204 and the instance stays active',
    alsoBreaks: { 'SYNC-83': 'the instance stays in the list too' },
    settings: { lag: { goneAfterMs: 86_400_000 } },
  },
};
