import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow, parametersIn, tailOf } from '../../contract/infer/path-template.ts';
import { membersOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { namingOf } from './child-counts.ts';
import { isPlainRead } from './read-items.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** A list of what names a resource, right below that resource: `GET /stations/{stationId}/bikes` of bikes with a `stationId`. */
export type ListBelowNamed = {
  readonly list: Collection;
  readonly parent: Trip;
  /** The member by which a new one, and an item, names the resource. */
  readonly by: string;
};

/** Words by which a list shows what belongs to others as well, or may belong to it. */
const ofOthers =
  /\b(?:near\w*|close|closest|around|adjacent|neighbou?r\w*|relat\w+|similar|alike|recommend\w*|suggest\w*|propos\w+|candidates?|eligible|suit\w*|compatible|match\w*|possible|possibl[ey]|can|could|may|might|would|reach\w*|others?|another|elsewhere|different|not|no|never|without|outside|except|inherit\w*|shared|global\w*|common|default\w*|any|every|everywhere|whole|visible|access\w*|instead|ancestors?|par(?:ent|ents)|descend\w*|nested|recursive\w*|available (?:for|to))\b/iu;

/** Is a member called as the parameter of a path that names the same: `stationId` at `{stationId}`, and at the `{id}` of a station. */
const isCalledAs = (by: string, parameter: string, parent: Trip): boolean => {
  const own = wordsOf(by).join(' ');
  const asked = wordsOf(parameter).join(' ');
  const noun = nounWordsOf(parent.addsTo).map(singular).join(' ');
  return own === asked ? asked.includes(' ') || own === noun : own === `${noun} id` && ['id', noun].includes(asked);
};

/**
 * The list right below a resource that shows what names it; undefined where none does, where several do, or where its words say that it shows more than that.
 * @param trip What is created beside it, and names it in the body: `POST /bikes`.
 */
export const listBelowNamed = (contract: Contract, trip: Trip): ListBelowNamed | undefined => {
  const { document } = contract;
  const { addsTo, create } = trip;
  const [collection] = tailOf(addsTo).slice(-1);
  if (addsTo.includes('{') || create.method !== 'POST' || collection === undefined) return undefined;
  const found = contract.collections.flatMap((list): readonly ListBelowNamed[] => {
    const { operation } = list;
    const [parameter, ...more] = parametersIn(operation.path);
    const isOfSame = parameter !== undefined && more.length === 0 && tailOf(operation.path).join('/') === collection;
    if (!isOfSame || !isPlainRead(operation) || saidIn(valueAt(document, nodeOf(operation.location))).some((text) => ofOthers.test(text)))
      return [];
    const parent = roundTrips(contract).find((one) => isDirectlyBelow(operation.path, one.itemPath));
    const isAlone = parent?.create.method === 'POST' && !parent.addsTo.includes('{') && parent.create.key !== create.key;
    const by = parent && isAlone ? namingOf(contract, parent, trip)?.by : undefined;
    const item = describedLists(contract).find((one) => one.operation.key === operation.key)?.item;
    const isShown = by !== undefined && item !== undefined && membersOf(document, item).has(by) && by !== trip.id;
    return parent && isShown && isCalledAs(by, parameter, parent) ? [{ list, parent, by }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};
