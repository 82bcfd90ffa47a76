import { inPath, parametersIn } from '../../../contract/infer/path-template.ts';
import { inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { isObject, tokensOf } from '../../../contract/pointer.ts';
import type { Placeholder } from '../../../generators/placeholder.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { readOfOne } from '../../subjects/own-resources.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import { idText, objectsIn, type Resource } from '../../subjects/shown-resource.ts';
import { isCached } from './look-at-resource.ts';

/** What a read shows of the resource that an entry names: the members of the entry that it shows as they were sent, and those that it shows otherwise. */
export type Written = {
  readonly look: Exchange;
  readonly same: readonly string[];
  readonly other: readonly { readonly member: string; readonly sent: unknown; readonly shown: unknown }[];
};

/** The most looks at one resource, and the pause between two of them: a service may write what it took a little later. */
const mostLooks = 4;
const pauseMs = 700;

/** The entry names its resource at a JSON pointer, by an id that stood in the place of a placeholder. */
type NamedBy = { readonly entry: unknown; readonly pointer: string; readonly placeholder: Placeholder; readonly id: string };

/** The plain values that an entry brings for what it names. */
const broughtBy = ({ entry, pointer }: NamedBy): readonly (readonly [string, unknown])[] =>
  isObject(entry)
    ? Object.entries(entry).filter(
        ([name, value]) =>
          name !== tokensOf(pointer)[0] && ['string', 'number', 'boolean'].includes(typeof value) && !wordsOf(name).includes('id'),
      )
    : [];

const resourceIn = (exchange: Exchange, id: string): Resource | undefined =>
  isSuccess(exchange) && !isCached(exchange)
    ? objectsIn(jsonOf(exchange)).find(({ resource }) =>
        Object.entries(resource).some(([name, value]) => wordsOf(name).at(-1) === 'id' && idText(value) === id),
      )?.resource
    : undefined;

/**
 * Reads the resource that an entry names, until it shows what the entry brought or the time is up.
 * @param looks The most reads: one where it is to show what was there before.
 * @returns undefined where nothing reads it alone, or the read shows no member of the entry.
 */
export const writtenBy = async (session: Session, named: NamedBy, looks = mostLooks): Promise<Written | undefined> => {
  const { contract } = session;
  const type = inferredNamed(contract, named.placeholder.resourceType);
  const read = type && readOfOne(contract, type);
  const brought = broughtBy(named);
  if (!type || !read || parametersIn(itemOf(type).path).length !== 1 || brought.length === 0) return undefined;
  let written: Written | undefined;
  for (let turn = 0; turn < looks; turn += 1) {
    if (turn > 0) await session.pause(pauseMs, 'what an entry named is to show what the entry brought');
    const look = await orSkipped(
      (async () => session.send(usableRequest(session, read, 'entry-named', { pathValues: inPath(read.path, [named.id]) })))(),
    );
    const resource = isSkipped(look) ? undefined : resourceIn(look, named.id);
    if (isSkipped(look) || !resource) return undefined;
    const shown = brought.filter(([member]) => Object.hasOwn(resource, member));
    const [same, other] = [true, false].map((is) => shown.filter(([member, sent]) => isSameValue(sent, resource[member]) === is));
    written = {
      look,
      same: (same ?? []).map(([member]) => member),
      other: (other ?? []).map(([member, sent]) => ({ member, sent, shown: resource[member] })),
    };
    if (written.other.length === 0) break;
  }
  return written;
};
