import type { Contract, Resource } from '../../../contract/model.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import type { Updated } from './updated.ts';
import { placeOf } from './updated.ts';
import { notMade } from '../../kit/story.ts';
import { type Accepted, acceptedUpdates, seenIn } from './updates.ts';

/** Judges whether reads show what accepted updates changed: those that `isMeant` tells. */
export const judgeKept = (
  contract: Contract,
  resource: Resource,
  { id, creation, updates }: Updated,
  isMeant: (update: Accepted, id: string) => boolean,
): Verdict | Unconfirmed => {
  if (id === undefined || !resource.update) return notMade(creation);
  const accepted = acceptedUpdates(contract, resource, resource.update, updates);
  const meant = accepted.filter((one) => isMeant(one, id));
  const [some] = meant;
  if (!some) return inconclusive('No update was accepted that could be looked up', [...updates.map(({ exchange }) => exchange), creation]);
  const open: Accepted[] = [];
  for (const one of meant) {
    if (one.reads.some((read) => seenIn(resource, read, id, one) === 'new')) continue;
    const last = one.reads.at(-1);
    if (!last || seenIn(resource, last, id, one) !== 'old') {
      open.push(one);
      continue;
    }
    const finding = {
      code: 'update-not-kept',
      where: placeOf(one.declared),
      expected: `${shown(one.value)}, as the update asked for`,
      actual: 'the value from before, in every read after it',
    };
    return unconfirmed(fail(finding, [last, one.exchange]));
  }
  const [first] = open;
  if (first && open.length === meant.length)
    return inconclusive('Reads show neither the old nor the new value', [first.exchange, ...first.reads.slice(-1)]);
  return pass(meant.length - open.length);
};
