import { descriptionsIn, isType, itemsOf, membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { jsonOf } from '../../contract/message.ts';
import type { Contract, Schema } from '../../contract/model.ts';
import { below, isObject, tokensOf, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import type { Exchange } from '../../model/exchange.ts';
import { nodeOf } from '../../model/location.ts';
import { saysInOrder } from './bulk-words.ts';
import { idText } from './shown-resource.ts';
import type { Task } from './tasks.ts';
import { jsonContent } from '../../contract/asked-content.ts';
import { holdsValue } from '../../model/request.ts';

/** "One for each shipment and in the order of the request", "one entry per imported row, in the order they were sent". */
const oneForEach = /\b(?:one|an?|exactly one)(?: \w+)? (?:for each|for every|per) \w+/iu;
const asSent = /\bin the order (?:in which )?(?:they|it) (?:were|was|are) (?:sent|given|named|listed)\b/iu;

/** Words by which it is so in some cases alone. */
const open =
  /\b(?:may|might|can|could|usually|unless|only|not|never|except|duplicates?|valid|accepted|successful|good|distinct|different|unique|new|changed|failed|rejected|refused)\b/iu;

const saysSo = (texts: readonly string[]): boolean =>
  texts
    .flatMap(sentencesOf)
    .some((sentence) => oneForEach.test(sentence) && (saysInOrder([sentence]) || asSent.test(sentence)) && !open.test(sentence));

/** The list of objects beside the state of a task, by its JSON pointer, of which the document says that it has one entry for each of what the request has, in that order. */
export const promisedResults = (contract: Contract, { monitor, state }: Task): string | undefined => {
  const { document } = contract;
  const whole = jsonContent(monitor.responses.find(({ status }) => status === '200')?.content ?? [])?.schema;
  const around = tokensOf(state).slice(0, -1);
  const object = around.reduce<Schema | undefined>((one, name) => membersOf(document, one).get(name), whole);
  const lists = [...membersOf(document, object)].filter(
    ([, member]) => isType(document, member, 'array') && membersOf(document, itemsOf(document, member)).size > 0,
  );
  const [only, ...others] = lists;
  if (only === undefined || others.length > 0) return undefined;
  const texts = [...saidIn(valueAt(document, nodeOf(monitor.location))), ...descriptionsIn(document, only[1])];
  return saysSo(texts) ? below('', ...around, only[0]) : undefined;
};

/** The only list in the body of a request. */
const sentIn = ({ request: { body } }: Exchange): readonly unknown[] | undefined => {
  const value = holdsValue(body) ? body.value : undefined;
  const lists = isObject(value) ? Object.values(value).filter((one) => Array.isArray(one)) : [];
  return lists.length === 1 ? (lists[0] as readonly unknown[]) : undefined;
};

/** What is wrong with the results of a task that is done, which are promised at a JSON pointer; undefined where nothing is, or that cannot be told. */
export const wrongResults = (
  pointer: string,
  started: Exchange,
  ended: Exchange,
): { readonly where: string; readonly expected: string; readonly actual: string } | undefined => {
  const sent = sentIn(started);
  const results = valueAt(jsonOf(ended), pointer);
  if (!sent || !Array.isArray(results)) return undefined;
  if (results.length !== sent.length)
    return { where: pointer, expected: `${sent.length}, one for each entry of the request`, actual: String(results.length) };
  const ids = sent.map(idText);
  const shown = (results as readonly unknown[]).map((one): readonly string[] =>
    isObject(one) ? Object.entries(one).flatMap(([name, value]) => (wordsOf(name).at(-1) === 'id' ? (idText(value) ?? []) : [])) : [],
  );
  // Only where the results name what the request names, their order is seen.
  if (ids.some((id) => id === undefined) || !shown.flat().some((id) => ids.includes(id))) return undefined;
  const place = ids.findIndex((id, n) => id !== undefined && shown[n]?.includes(id) !== true);
  if (place < 0) return undefined;
  return {
    where: `${pointer}/${place}`,
    expected: `"${ids[place] ?? ''}", as in the request`,
    actual: `"${shown[place]?.join(', ') ?? ''}"`,
  };
};
