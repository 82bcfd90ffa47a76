import { cursorPage } from '../kit/cursor-page.ts';
import { statusAt } from '../kit/lifecycle.ts';
import type { Layer } from './call.ts';
import type { Instance, ShownInstance } from './instance.ts';
import { showInstance } from './instance.ts';
import { listQueryReader } from './list-query.ts';
import type { Pagination } from './pagination.ts';
import { paginationAfter, positionOf } from './pagination.ts';
import type { Settings } from './settings.ts';

/** Response 200 of GET /instances. */
export type InstanceList = { readonly data: readonly ShownInstance[]; readonly pagination: Pagination };

/** GET /instances: one page of the account's instances, behind the cursor's instance. */
export const listInstances = (settings: Settings): Layer => {
  const readQuery = listQueryReader(settings);
  return (call) => {
    const { cloud } = call.state;
    const { limit, cursor, ...filters } = readQuery(call.query);
    const nowMs = Date.now();
    const isThere = ({ origin, createdAtMs }: Instance): boolean => origin === 'initial' || nowMs >= createdAtMs + settings.listedAfterMs;
    const isMatch = ({ region, cpu, lifecycle }: Instance, index: number): boolean =>
      settings.isListed({ region, status: statusAt(lifecycle, nowMs), cpu, index }, filters);
    const isChosen = (instance: Instance, index: number): boolean => isThere(instance) && isMatch(instance, index);
    const after = cursor === undefined ? -1 : positionOf(cursor, cloud.indexOf, settings);
    const { items, left } = cursorPage(cloud.instances, after, limit, isChosen);
    const body: InstanceList = {
      data: items.map((instance) => showInstance(instance, settings, nowMs)),
      pagination: paginationAfter(items.at(-1)?.id, left > 0, settings),
    };
    call.status = 200;
    call.body = body;
    call.state.list = {
      number: cloud.countList(),
      isFirstPage: cursor === undefined,
      isFiltered: Object.values(filters).some((value) => value !== undefined),
      limit,
      left,
      matching: cloud.instances.filter(isChosen).length,
    };
  };
};
