import type { Answered } from './client.ts';
import { create, created, instanceIn, keyless, listed, nobody, printed, read, remove, send, update } from './cloudsync-client.ts';
import type { Symptom } from './cloudsync-symptom.ts';
import { fresh, header, is, isTime, renamed, status } from './cloudsync-symptom.ts';

/** Symptoms of defects in lists, reads, updates, removals and errors, by slug. */
export const changeSymptoms: Readonly<Record<string, Symptom>> = {
  'item-read-as-array': async (ask) => Array.isArray(JSON.parse((await read(ask, await fresh(ask))).text)),
  'list-of-bare-ids': async (ask) => typeof (await listed(ask))[0] === 'string',
  'list-answers-204': is(204, (ask) => ask('/instances')),
  'list-redirects-to-slash': header('location', (value) => value === '/v2/instances/'),
  'list-omits-new': async (ask) => {
    const id = await fresh(ask);
    return (await listed(ask)).every((one) => one.id !== id);
  },
  'list-holds-one': async (ask) => {
    const id = await fresh(ask);
    return (await listed(ask)).map((one) => one.id).join() === id;
  },
  'list-ends-at-25': async (ask) => {
    for (let count = 0; count < 20; count += 1) await created(ask);
    return (await listed(ask)).length === 25;
  },
  'item-read-of-other-instance': async (ask) => {
    const [one, other] = [await fresh(ask), await fresh(ask)];
    return instanceIn(await read(ask, one)).id === other;
  },
  'item-read-404-for-existing': is(404, async (ask) => read(ask, await fresh(ask))),
  'patch-not-offered': is(405, async (ask) => update(ask, await fresh(ask), { name: 'x' })),
  'patch-404-for-existing': is(404, async (ask) => update(ask, await fresh(ask), { name: 'x' })),
  'update-not-kept': async (ask) => {
    const { answer, later, before } = await renamed(ask);
    return instanceIn(answer).name === 'renamed' && later.name === before.name;
  },
  'patch-is-lost': async (ask) => {
    const { answer, later, before } = await renamed(ask);
    return answer.status === 200 && instanceIn(answer).name === before.name && later.name === before.name;
  },
  'update-empties-the-rest': async (ask) => (await renamed(ask)).later.tags.length === 0,
  'rename-drops-last-tag': async (ask) => (await renamed(ask)).later.tags.join() === 'production',
  'new-tags-empty-the-name': async (ask) => {
    const { id } = await created(ask);
    await update(ask, id, { tags: ['assay'] });
    return instanceIn(await read(ask, id)).name === '';
  },
  'new-instance-read-with-bare-region': async (ask) => {
    // On a busy machine an instance may be active before it is read.
    for (let tries = 0; tries < 20; tries += 1) {
      const { id } = await created(ask);
      const { region, status: state } = instanceIn(await read(ask, id));
      if (state === 'new') return typeof region === 'string';
    }
    return false;
  },
  'update-adds-to-tags': async (ask) => {
    const { id } = await created(ask);
    await update(ask, id, { tags: ['assay'] });
    return instanceIn(await read(ask, id)).tags.join() === 'production,web,assay';
  },
  'delete-answers-302': async (ask) => {
    const id = await fresh(ask);
    return (await status(remove(ask, id))) === 302 && (await status(read(ask, id))) === 404;
  },
  'delete-not-offered': is(405, async (ask) => remove(ask, await fresh(ask))),
  'delete-without-effect': async (ask) => {
    const id = await fresh(ask);
    return (await status(remove(ask, id))) === 204 && (await status(read(ask, id))) === 200;
  },
  'list-keeps-deleted': async (ask) => {
    const id = await fresh(ask);
    await remove(ask, id);
    return (await status(read(ask, id))) === 404 && (await listed(ask)).some((one) => one.id === id);
  },
  'delete-takes-all': async (ask) => {
    await remove(ask, await fresh(ask));
    return (await listed(ask)).length === 0;
  },
  'delete-by-position': async (ask) => {
    const [one, other, third] = [await fresh(ask), await fresh(ask), await fresh(ask)];
    await remove(ask, other);
    return (await status(read(ask, one))) === 404 && (await status(read(ask, third))) === 200;
  },
  'delete-done-but-404': async (ask) => {
    const id = await fresh(ask);
    return (await status(remove(ask, id))) === 404 && (await status(read(ask, id))) === 404;
  },
  'create-done-but-422': async (ask) =>
    (await status(create(ask))) === 422 && (await listed(ask)).some(({ name }) => name === printed.name),
  'patch-of-nothing-succeeds': async (ask) =>
    instanceIn(await update(ask, nobody, { name: 'x' }))?.id === nobody && (await status(read(ask, nobody))) === 404,
  'unknown-id-answered-200': is(200, (ask) => read(ask, nobody)),
  'unknown-id-redirected': is(302, (ask) => read(ask, nobody)),
  'unknown-id-answered-400': is(400, (ask) => read(ask, nobody)),
  'delete-unknown-answered-204': is(204, (ask) => remove(ask, nobody)),
  'delete-again-answered-200': async (ask) => {
    const id = await fresh(ask);
    return (await status(remove(ask, id))) === 204 && (await status(remove(ask, id))) === 200;
  },
  'patch-unknown-500': is(500, (ask) => update(ask, nobody, { name: 'x' })),
  'auth-error-empty-body': async (ask) => (await ask('/instances', keyless)).text === '',
  'forbidden-error-member': async (ask) => (await create(ask, {}, { as: 'restricted' })).text === '{"error":"Forbidden"}',
  'not-found-without-message': async (ask) => (await read(ask, nobody)).text === '{"error":"not_found"}',
  'validation-message-array': async (ask) => Array.isArray((await send(ask, '{')).json['message']),
  'server-error-html': async (ask) => (await create(ask, { name: 'n'.repeat(5000) })).text.startsWith('<!doctype'),
  'message-nested-in-error': async (ask) => typeof (await read(ask, nobody)).json.error?.message === 'string',
  'every-tenth-read-without-numbers': async (ask) => {
    const id = await fresh(ask);
    const answers: Answered[] = [];
    for (let count = 0; count < 10; count += 1) answers.push(await read(ask, id));
    return answers.map((one) => typeof instanceIn(one).size['vcpus']).join() === `${'number,'.repeat(9)}string`;
  },
  'list-omits-those-with-backups': async (ask) => {
    const [without, withThem] = [await created(ask, { backups: false }), await created(ask, { backups: true })];
    const ids = (await listed(ask)).map(({ id }) => id);
    return ids.includes(without.id) && !ids.includes(withThem.id) && (await status(read(ask, withThem.id))) === 200;
  },
  'item-read-404-without-ipv6': async (ask) => {
    const [without, withIt] = [await created(ask, { ipv6: false }), await created(ask, { ipv6: true })];
    const isListed = (await listed(ask)).some(({ id }) => id === without.id);
    return isListed && (await status(read(ask, without.id))) === 404 && (await status(read(ask, withIt.id))) === 200;
  },
  'created-at-without-zone-in-third-list': async (ask) => {
    const lists = [await listed(ask), await listed(ask), await listed(ask)];
    return lists.map(([first]) => isTime(first?.created_at)).join() === 'true,true,false';
  },
  'active-instance-v6-null': async (ask) => {
    const nulls = (await listed(ask)).filter(({ networks }) => networks.v6 === null);
    return nulls.length > 0 && nulls.length < 8;
  },
  'message-blank-on-delete': async (ask) => (await remove(ask, nobody)).json['message'] === ' ',
};
